"""What Flask-Security says, in our words. The texts are translated with those of the interface."""

from labelapp.schemes.messages import mark

MESSAGES = {
    "GENERIC_AUTHN_FAILED": (
        mark("The e-mail address or the password is not right. Check both and try again."),
        "error",
    ),
    "UNAUTHENTICATED": (mark("Sign in to see this page."), "warning"),
    "REAUTHENTICATION_REQUIRED": (mark("For your safety, enter your password again."), "warning"),
    "REAUTHENTICATION_SUCCESSFUL": (mark("Thank you. You can go on."), "success"),
    "PASSWORD_RESET_REQUEST": (
        mark("If there is an account for this address, a mail with a link is on its way."),
        "success",
    ),
    "PASSWORD_RESET_EXPIRED": (
        mark("This link has expired: it is good for %(within)s. Ask for a new one."),
        "error",
    ),
    "INVALID_RESET_PASSWORD_TOKEN": (
        mark("This link does not work, or has been used already. Ask for a new one."),
        "error",
    ),
    "PASSWORD_RESET_NO_LOGIN": (mark("Your new password is set. Sign in with it."), "success"),
    "PASSWORD_CHANGE": (mark("Your password is changed. Other devices were signed out."), "success"),
    "PASSWORD_IS_THE_SAME": (mark("The new password is the same as the old one."), "error"),
    "PASSWORD_INVALID_LENGTH": (
        mark("Use at least %(length)s characters, and no more than 128."),
        "error",
    ),
    "PASSWORD_NOT_PROVIDED": (mark("Enter a password."), "error"),
    "INVALID_PASSWORD": (mark("This is not your password."), "error"),
    "RETYPE_PASSWORD_MISMATCH": (mark("The two passwords are not the same."), "error"),
    "EMAIL_NOT_PROVIDED": (mark("Enter an e-mail address."), "error"),
    "INVALID_EMAIL_ADDRESS": (mark("Enter an e-mail address such as name@cluster.example."), "error"),
    "DISABLED_ACCOUNT": (mark("This account is closed."), "error"),
    "INVALID_REDIRECT": (mark("The page that you came from is not part of this site."), "error"),
}
