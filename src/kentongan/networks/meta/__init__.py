"""What Facebook Pages and Instagram share: Meta's Graph API and its sign-in. Free of Django."""
