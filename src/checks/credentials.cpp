// SPDX-License-Identifier: Apache-2.0
#include "checks/credentials.h"

#include <QRegularExpression>

namespace chartwright {

bool looksLikeCredential(const QString &text)
{
    static const QRegularExpression p(QStringLiteral(
        "(?:\\b(?:sk-[A-Za-z0-9_-]{20,}|gh[pousr]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{30,}"
        "|xox[abprs]-[A-Za-z0-9-]{10,}|AKIA[A-Z0-9]{16}|AIza[A-Za-z0-9_-]{30,}"
        "|eyJ[A-Za-z0-9_-]{10,}\\.eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}))"
        "|://[^/\\s:@$]+:[^/\\s@$]{3,}@|-----BEGIN [A-Z ]*PRIVATE KEY"));
    // Nothing shorter can match, and most texts are shorter.
    return text.size() >= 12 && p.match(text).hasMatch();
}

bool namesCredential(const QString &name)
{
    static const QRegularExpression credential(
        QStringLiteral("(?:PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|API_?KEY|ACCESS_?KEY|PRIVATE_?"
                       "KEY|CREDENTIALS?)\\z"),
        QRegularExpression::CaseInsensitiveOption);
    return credential.match(name).hasMatch();
}

} // namespace chartwright
