"""The words by which a notice tells its parts, by what they tell of: Bokmål, Nynorsk, and English where it is usual."""

from bot.notices.vocabulary.bodies import *  # noqa: F403 - every public name is one of the vocabulary
from bot.notices.vocabulary.cases import *  # noqa: F403 - every public name is one of the vocabulary
from bot.notices.vocabulary.labels import *  # noqa: F403 - every public name is one of the vocabulary
from bot.notices.vocabulary.people import *  # noqa: F403 - every public name is one of the vocabulary
from bot.notices.vocabulary.sentences import *  # noqa: F403 - every public name is one of the vocabulary
