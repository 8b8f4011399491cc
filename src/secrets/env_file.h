// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.h"
#include "secrets/secret_value.h"

#include <QList>
#include <vector>

/// Reads a .env file as dotenv (Node.js) does, so that a program sees in its pod what it saw on the
/// person's machine: `export`, three kinds of quotes, several lines, \n and \r in double quotes,
/// comments. No variables are replaced. All functions may be called on any thread.
namespace chartwright {

inline constexpr qint64 LargestEnvFile = 1024ll * 1024;

/// One key; of a key that stands there twice the last value.
struct EnvEntry
{
    QString key;
    SecretValue value;
    int line = 0;
    QList<int> earlierLines; ///< where it stands too, without effect
    bool suggestsSecret = false;
    /// A `#` without a space before it ended the value: dotenv does that, and few expect it.
    bool isCutAtHash = false;
};

/// What dotenv passes over in silence. Never says what stands there.
struct EnvProblem
{
    int line = 0, column = 0;
    QString message;
};

struct EnvFile
{
    std::vector<EnvEntry> entries; ///< in the order of the file
    QList<EnvProblem> problems;
};

/// Fails for what is no text in UTF-8 or too large; `where` names the file in the error.
Result<EnvFile> parseEnv(const SecretValue &bytes, const QString &where = {});
Result<EnvFile> readEnvFile(const QString &path);

/// Whether a variable is more likely a secret than a setting, by its name and its looks.
bool suggestsSecret(const QString &key, const SecretValue &value);

} // namespace chartwright
