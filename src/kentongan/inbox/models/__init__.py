"""Tables of the inbox, by subject."""

from kentongan.inbox.models.attachments import Attachment as Attachment
from kentongan.inbox.models.cases import (
    FAR as FAR,
    Case as Case,
    ClockStop as ClockStop,
    Disposition as Disposition,
    LaporLink as LaporLink,
    Named as Named,
    Note as Note,
    NumberSeries as NumberSeries,
    Rating as Rating,
    Urgency as Urgency,
    Watch as Watch,
)
from kentongan.inbox.models.clarifications import (
    Clarification as Clarification,
    Idea as Idea,
)
from kentongan.inbox.models.knowledge import (
    LOCAL as LOCAL,
    PROPOSED as PROPOSED,
    Answer as Answer,
    Correction as Correction,
    Learned as Learned,
    LearnedKind as LearnedKind,
    LearnedTopic as LearnedTopic,
    ResponseTime as ResponseTime,
    SavedView as SavedView,
    SecondPerson as SecondPerson,
    Services as Services,
    Template as Template,
    Topic as Topic,
)
from kentongan.inbox.models.mail import (
    MachineLetter as MachineLetter,
    MailReading as MailReading,
    MailSource as MailSource,
)
from kentongan.inbox.models.messages import (
    Channel as Channel,
    Conversation as Conversation,
    Elsewhere as Elsewhere,
    Hearing as Hearing,
    Hiding as Hiding,
    Message as Message,
    MessageVersion as MessageVersion,
    Reply as Reply,
    ReplyDecision as ReplyDecision,
)
