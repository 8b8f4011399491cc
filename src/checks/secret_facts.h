// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QFlags>
#include <QHash>
#include <QList>
#include <QString>
#include <optional>

/// What was found out about the values that a drawing names, and about files that may give them
/// away, for rules to judge. Never a value.
namespace chartwright {

/// What is odd about a value, or what it is, as far as a rule asks. Holds nothing of the value.
enum class Oddity {
    Empty = 1,
    DoubleBase64 = 2,         ///< is base64 of a text: base64 is done for the person
    TrailingNewline = 4,      ///< one line that ends in a newline
    LocalhostUrl = 8,         ///< an address on the person's own machine
    UrlPasswordEncoding = 16, ///< an unencoded @ / # ? or % in the password of an address
    AsyncpgSslmode = 32,      ///< `sslmode`, which asyncpg does not know
    Certificate = 64,         ///< it is one, in PEM; nothing odd
    PrivateKey = 128,         ///< the same
};
Q_DECLARE_FLAGS(Verdict, Oddity)
Q_DECLARE_OPERATORS_FOR_FLAGS(Verdict)

struct ValueFact
{
    bool isMissing = false;         ///< an open keychain has none, or there is no keychain
    std::optional<Verdict> verdict; ///< of the value that is kept
    friend bool operator==(const ValueFact &, const ValueFact &) = default;
};

/// A .env file that others will get to see.
struct EnvExposure
{
    enum class How {
        Tracked,   ///< git has it, wherever in the repository
        Unignored, ///< in the folder, and the next `git add` takes it
        Packaged,  ///< in the folder of a chart, and `helm package` takes it
    };
    QString file; ///< as seen from the project's folder: ".env", "../backend/.env"
    How how = How::Tracked;
    friend bool operator==(const EnvExposure &, const EnvExposure &) = default;
};

/// Who has not asked knows nothing, and nothing is told then.
struct SecretFacts
{
    bool isKeychainOpen = false;      ///< asked, and it answered: a key without an id is missing
    QHash<QString, ValueFact> values; ///< by id
    QList<EnvExposure> envFiles;
    friend bool operator==(const SecretFacts &, const SecretFacts &) = default;
};

} // namespace chartwright
