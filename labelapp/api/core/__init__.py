"""What all endpoints of the API share: who asks, what is sent, how it is answered, and the document that says so."""
