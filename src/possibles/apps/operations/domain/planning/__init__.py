"""The engine's bridge: load a plan, keep its dates, see a change before it is made.

| module | does |
|---|---|
| `loading` | operations, tasks and links into an engine project |
| `recomputing` | the computed columns |
| `cascade` | preview, apply |
| `decalage` | a whole operation moved by so many days |
| `propositions` | ask the other owners, answer |
| `explaining` | why this date, what would gain a month |
| `references` | freeze, compare, attribute |
| `health` | is this plan built well enough to be believed |
| `risk` | probable dates, as a background job |
| `wording` | French sentences |

Modules that compute import numpy: pages import them where they use them.
"""
