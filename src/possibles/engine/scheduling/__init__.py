"""Network scheduling: when can each task happen, why, and what gives way.

`model` describes a project, `schedule` computes its dates, `explain`, `gain`,
`ripple`, `variance` and `health` answer the questions people ask about them.
"""
