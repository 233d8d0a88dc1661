"""The models of what the API answers and takes. Their fields never change their meaning; new ones may be added."""
