"""The register of experts: who is qualified for which part until when, who is invited, who is free."""
