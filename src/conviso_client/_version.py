__version__ = "0.1.0"
INSTALLED_FROM = "PATH/TO/conviso-client"
"""What `pip install` takes: a checkout, until a version is released; then "conviso-client"."""
