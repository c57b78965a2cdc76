"""The monthly point: prepared from the previous one, held, frozen.

`contenu` turns a project on a day into plain data and tells two months apart;
`preparation` makes a point; `lecture` reads one, open or frozen; `seance` is its life, its
decisions and the freeze.
"""
