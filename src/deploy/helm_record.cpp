// SPDX-License-Identifier: Apache-2.0
#include "deploy/helm_record.h"

#include "cluster/plain_text.h"
#include "external/helm_output.h"

#include <QCoreApplication>
#include <QLocale>

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("LiveState", text); }

QDateTime secondsOf(const Value &label)
{
    bool isNumber = false;
    const qint64 seconds = label.toString().toLongLong(&isNumber);
    return isNumber ? QDateTime::fromSecsSinceEpoch(seconds).toUTC() : QDateTime();
}

} // namespace

bool isHelmRecord(const Value &secret, const QString &release)
{
    const Value &labels = secret[u"metadata"][u"labels"];
    return labels[u"owner"].toString() == u"helm" && labels[u"name"].toString() == release;
}

HelmRecord helmRecord(const Value &secret)
{
    const Value &metadata = secret[u"metadata"], &labels = metadata[u"labels"];
    HelmRecord out;
    out.revision = labels[u"version"].toString().toInt();
    out.status = plainText(labels[u"status"].toString());
    for (const char16_t *label : {u"modifiedAt", u"createdAt"}) {
        if (!out.changed.isValid())
            out.changed = secondsOf(labels[label]);
    }
    if (!out.changed.isValid())
        out.changed = QDateTime::fromString(metadata[u"creationTimestamp"].toString(), Qt::ISODate);
    return out;
}

QString recordWord(const HelmRecord &record)
{
    return isPending(record.status)
               ? tr("%1 since %2 · revision %3")
                     .arg(record.status, momentText(record.changed))
                     .arg(record.revision)
               : tr("%1 · revision %2").arg(record.status).arg(record.revision);
}

QString recordAdvice(const HelmRecord &record)
{
    if (isPending(record.status))
        return tr(
            "Another helm is at work, or was cut off. As long as it is so, Helm refuses every "
            "upgrade. If none is at work, roll it back to the last revision that was "
            "deployed, or uninstall it where there is none: Cluster › Releases.");
    if (record.status == u"failed")
        return tr("Helm did not bring all of it. Deploy again, or roll it back: Cluster › "
                  "Releases.");
    return {};
}

QString momentText(const QDateTime &time)
{
    const QDateTime local = time.toLocalTime();
    const QLocale locale;
    return local.date() == QDate::currentDate()
               ? locale.toString(local.time(), QLocale::ShortFormat)
               : locale.toString(local, QLocale::ShortFormat);
}

} // namespace chartwright
