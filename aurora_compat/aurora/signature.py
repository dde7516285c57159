"""The query parameters that carry the signature of a request of 2018.01."""

KEY, TIMESTAMP, SIGNATURE = "AuroraKey", "Timestamp", "Signature"
PARAMETERS = (KEY, TIMESTAMP, SIGNATURE)
