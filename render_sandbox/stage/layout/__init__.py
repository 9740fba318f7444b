"""The rehearsal's report: what a viewer of the scene would stumble over.

``stepping`` runs a scene without drawing its frames and calls an observer at chosen states,
``snapshot`` reads one state into arrays, ``things`` groups what it read into texts and figures,
``naming`` calls them by the user's own variable names. Each of the other modules is one family of
rules; ``report`` runs them all. Nothing here changes the scene, and nothing outside the stage
imports it.
"""
