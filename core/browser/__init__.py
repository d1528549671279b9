"""What the extension in a browser may ask of Vitrine, and how the browsers are told where to ask."""

# As the extension and the browsers know it.
NAME = "org.vitrine.browser"
# As the first argument of vitrinectl: answer a browser. For browsers, so no help names it.
WORD = "browser-host"
