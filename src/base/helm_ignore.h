// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QList>
#include <QRegularExpression>
#include <QString>

namespace chartwright {

/// A chart's .helmignore, read as Helm does: names and patterns with '*', '?' and "[…]", a '/' at
/// the end for folders, one before or within it for a path from the chart's folder, '!' for what a
/// file has to match not to be left out. Any thread.
class HelmIgnore
{
public:
    explicit HelmIgnore(const QString &rules);
    /// Of a folder; without the file nothing is ignored.
    static HelmIgnore read(const QString &folder);

    /// `path` is relative; what lies in an ignored folder has to be known by its caller.
    bool ignores(const QString &path, bool isFolder) const;

private:
    struct Rule
    {
        QRegularExpression pattern;
        bool negated = false, onlyFolders = false, wholePath = false;
    };
    QList<Rule> m_rules;
};

} // namespace chartwright
