"""What is said of a checked file beside errors: its signature, what looked for something in it, and its inspection."""

from core.wording import _

# What a signature amounts to.
NO_SIGNATURE = _("There is no signature inside the file.")
FORMAT_NOT_READ = _("Signatures of this format are not read.")
SIGNATURE_UNREADABLE = _("Its signature cannot be read.")
CHANGED = _("The file is not the one that was signed: it was changed afterwards.")
# Translators: `why` is another sentence of this file.
FURTHER_BROKEN = _("A further signature in it does not hold. {why}")
STAMP_UNBELIEVED = _("Its time stamp cannot be believed. {why}")
# Who vouches for its certificate.
NOBODY_VOUCHES = _("Nobody trusted vouches for its certificate.")
NOT_FOR_PROGRAMS = _("Its certificate is not meant for signing programs.")
NOT_FOR_STAMPS = _("Its certificate is not meant for signing time stamps.")
CONDITION_UNKNOWN = _("Its certificate sets a condition that is not known here.")
NOT_VALID_YET = _("The certificate of {name} was not valid yet.")
EXPIRED = _("The certificate of {name} had expired.")
ROOT_NOT_FOR_THIS = _("The root of its certificate is not trusted for this purpose.")
ROOT_ENDED = _("The root of its certificate was no longer trusted then.")
# How the data of a signature can be broken.
DATA_FORM = _("The signature’s data has another form than signatures have.")
DATA_MORE = _("The signature’s data holds more than any signature does.")
DATA_NOT_DER = _("The signature’s data is cut off or not DER.")
DATA_LENGTH = _("The signature’s data has a length that is not DER.")
DATA_CUT = _("The signature’s data is cut off.")
STAMP_NO_TIME = _("Its time stamp holds no time.")
# The signed message, and its certificates.
NO_SIGNED_DATA = _("It holds no signed data.")
NOT_ONE_SIGNER = _("It does not name exactly one signer.")
CERTIFICATE_UNNAMED = _("It does not name its certificate by issuer and number.")
METHOD_UNKNOWN = _("It was made with a method that is not known here, or too weak.")
CERTIFICATE_MISSING = _("The signer’s certificate is not in it.")
NO_ATTRIBUTES = _("It signs without attributes, as signatures of programs never do.")
OTHER_TYPE = _("It is about something of another type than it holds.")
CONTENT_CHANGED = _("What it holds was changed after it was signed.")
ATTRIBUTE_MISSING = _("It lacks an attribute that every signature has.")
ATTRIBUTE_TWICE = _("It names an attribute twice.")
KEY_UNKNOWN = _("Its key is of a kind that is not known here.")
SIGNATURE_OTHER = _("The signature does not belong to what it signs.")
CERTIFICATES_MORE = _("It brings more certificates than any signature does.")
CERTIFICATE_LARGE = _("It brings a certificate larger than any.")
CERTIFICATE_UNREADABLE = _("It brings a certificate that cannot be read.")
# Installer packages.
PACKAGE_UNREADABLE = _("It begins like an installer package, but cannot be read as one.")
PACKAGE_SMALL_STREAMS = _("It holds more small streams than any installer package.")
ADDED_BEHIND = _("Something was added behind the signature, where no signature covers it.")
STREAMS_CHANGED = _("What it says of its streams was changed after it was signed.")
SIGNATURE_LARGE = _("Its signature is larger than any.")
STREAMS_MORE = _("It holds more streams than any installer package.")
STREAMS_LARGE = _("Its streams are larger than the file.")
STREAM_UNREADABLE = _("One of its streams cannot be read.")
# Programs.
TABLE_OUTSIDE = _("The place it names for its signature lies outside of the file.")
TABLE_LARGE = _("Its table of signatures is larger than any.")
TABLE_CUT = _("Its table of signatures is cut off.")
KIND_UNKNOWN = _("It has a signature of a kind that is not known here.")
FILE_CHANGED = _("The file changed while it was read.")
FILE_CUT = _("The file is cut off.")
SIGNATURES_MORE = _("It holds more signatures than any program.")
NOT_OF_PROGRAM = _("It is no signature of a program.")
# Time stamps.
STAMP_OTHER = _("Its time stamp is about another signature.")
STAMP_UNNAMED = _("Its time stamp does not name the certificate it was made with.")

# The engines that look for something in a file, by name.
ENGINES = {"yara": "YARA", "clamav": "ClamAV", "defender": "Defender"}
# Translators: what follows goes on after the name of an engine, and a colon or a bracket.
NO_ANSWER = _("{engine} gave no answer ({why})")
FIRST_RECORDS = _("only the first {most} of {count} records are told")
NOT_IN_TIME = _("it did not finish in time")
NOT_PERMITTED = _("you are not permitted to ask it")
BROKE_OFF = _("it broke off ({type})")
PART_OF_WINDOWS = _("it is part of Windows")
# YARA.
NO_RULES = _("there are no rules")
FIRST_BYTES = _("only its first {mebibytes} MiB were looked at")
MORE_RULE_FILES = _("{folder}: more than {most} files, the others are not used")
RULE_MISTAKE = _("{file}, line {line}: {mistake}")
NOT_USED = _("not used: {first}")
NOT_USED_MORE = _("not used: {first} (and {count} more)")
# ClamAV: the names in brackets are its own settings.
LIMIT_MET = _("it met a limit of its own ({limit})")
LARGER_THAN_TAKEN = _("the file is larger than it takes (StreamMaxLength)")
LARGER_THAN_LOOKED_AT = _("the file is larger than it looks at (MaxFileSize)")
LIMITS_SILENT = _("it does not tell whether it met a limit of its own: AlertExceedsMax is not set")
SAYS = _("it says: {verdict}")
NO_DAEMON = _("no daemon of it runs on this computer")
DAEMON_BROKE_OFF = _("its daemon broke off, for it left its socket behind")
DAEMON_ENDED = _("its daemon does not run")
DAEMON_HUNG_UP = _("it ended the connection without an answer")
DAEMON_GARBLED = _("what answered does not speak as ClamAV does")
SOCKET_OF_OTHER = _("its socket belongs to another user, who would be shown the file")
# Defender.
NO_PROGRAM = _("its program is not there")
SWITCHED_OFF = _("it is switched off")
NO_VERDICT = _("it gave no verdict ({code})")
FILE_SWAPPED = _("another file has taken its place")

# Why an inspection came to nothing, or only a part of it.
TAKES_MEMORY = _("it takes more memory than an inspection may have")
SIGNATURE_BROKE_OFF = _("reading its signature broke off ({type})")
MORE_THAN_TOLD = _("more was found in it than can be told")
