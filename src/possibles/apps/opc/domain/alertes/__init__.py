"""Alerts: what the rules see, what they find, and how an alert lives.

`faits` holds plain values read from operations; `regles` judges them, one small pure
function a cause; `lecture` reads the facts in a constant number of queries; `tenue` keeps
one alert a cause; `vie` is what people do with it; `somme` adds alerts up.
"""
