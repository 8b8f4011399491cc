// SPDX-License-Identifier: Apache-2.0
#include "base/helm_ignore.h"

#include <QFile>

namespace chartwright {
namespace {

constexpr qint64 LargestFile = 1024ll * 1024;

} // namespace

HelmIgnore::HelmIgnore(const QString &rules)
{
    for (QStringView line : QStringView(rules).split(u'\n')) {
        line = line.trimmed();
        if (line.isEmpty() || line.startsWith(u'#'))
            continue;
        Rule rule;
        rule.negated = line.startsWith(u'!');
        if (rule.negated)
            line = line.mid(1);
        rule.onlyFolders = line.endsWith(u'/');
        if (rule.onlyFolders)
            line.chop(1);
        rule.wholePath = line.contains(u'/');
        if (line.startsWith(u'/'))
            line = line.mid(1);
        rule.pattern = QRegularExpression(QRegularExpression::wildcardToRegularExpression(line));
        if (rule.pattern.isValid())
            m_rules.append(rule);
    }
}

HelmIgnore HelmIgnore::read(const QString &folder)
{
    QFile file(folder + QLatin1String("/.helmignore"));
    return HelmIgnore(file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.read(LargestFile))
                                                     : QString());
}

bool HelmIgnore::ignores(const QString &path, bool isFolder) const
{
    const QString name = path.section(u'/', -1);
    for (const Rule &rule : m_rules) {
        const bool matches = rule.pattern.match(rule.wholePath ? path : name).hasMatch();
        if (rule.negated ? (rule.onlyFolders && !isFolder) || !matches
                         : matches && (!rule.onlyFolders || isFolder))
            return true;
    }
    return false;
}

} // namespace chartwright
