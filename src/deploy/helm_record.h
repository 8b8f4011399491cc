// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "tree/value.h"

#include <QDateTime>

/// What Helm notes of a release in the cluster. Any thread.
namespace chartwright {

/// One revision, as the labels of the Secret tell it that Helm keeps it in. What is in that Secret
/// is not needed, and not asked for. Texts are plain.
struct HelmRecord
{
    int revision = 0;
    QString status;      ///< "deployed", "pending-upgrade" …
    QDateTime changed{}; ///< when it got that status
    friend bool operator==(const HelmRecord &, const HelmRecord &) = default;
};

/// Whether an object, of which the metadata suffice, is a record of the release.
bool isHelmRecord(const Value &secret, const QString &release);
HelmRecord helmRecord(const Value &secret);

/// "deployed · revision 3", "pending-upgrade since 14:02 · revision 3".
QString recordWord(const HelmRecord &record);
/// Why it is pending or failed, and what to do; empty for others.
QString recordAdvice(const HelmRecord &record);
/// "14:02", with the day where that is another one than today.
QString momentText(const QDateTime &time);

} // namespace chartwright
