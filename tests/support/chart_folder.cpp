// SPDX-License-Identifier: Apache-2.0
#include "support/chart_folder.h"

#include "tree/yaml.h"

#include <QDir>
#include <QFileInfo>

using namespace chartwright;

namespace chartwright_test {

ChartFolder::ChartFolder(const Topology &topology)
{
    const ResourcePtr chart = topology.chart();
    m_path = m_dir.filePath(chart ? chart->name : QStringLiteral("chart"));
    const auto files = chartFiles(topology);
    if (!files) {
        m_problem = files.error().text();
        return;
    }
    for (const ChartFile &f : *files) {
        const QString path = m_path + u'/' + f.path;
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(f.bytes) != f.bytes.size()) {
            m_problem = file.errorString();
        }
    }
}

QByteArray asHelm3(QByteArray stream)
{
    return stream.replace("\n\n---\n", "\n---\n").trimmed() + '\n';
}

QString firstDifference(const Value &ours, const Value &theirs, const QString &path)
{
    if (ours.isMap() && theirs.isMap()) {
        for (const auto &[key, value] : ours.map()) {
            const Value *other = theirs.map().find(key);
            if (!other) {
                return path + u'.' + key + QStringLiteral(": only ours");
            }
            if (!(value == *other)) {
                return firstDifference(value, *other, path + u'.' + key);
            }
        }
        for (const auto &[key, value] : theirs.map()) {
            if (!ours.map().contains(key)) {
                return path + u'.' + key + QStringLiteral(": only theirs");
            }
        }
    }
    if (ours.isList() && theirs.isList() && ours.list().size() == theirs.list().size()) {
        for (qsizetype i = 0; i < ours.list().size(); ++i) {
            if (!(ours.list()[i] == theirs.list()[i])) {
                return firstDifference(ours.list()[i], theirs.list()[i],
                                       QStringLiteral("%1[%2]").arg(path).arg(i));
            }
        }
    }
    return QStringLiteral("%1: ours %2 theirs %3")
        .arg(path, QString::fromUtf8(writeYaml(ours)), QString::fromUtf8(writeYaml(theirs)));
}

} // namespace chartwright_test
