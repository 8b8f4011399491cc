// SPDX-License-Identifier: Apache-2.0
#include "cli/revision_output.h"

#include "cli/difference_output.h"

#include <QCoreApplication>

namespace chartwright::cli {
namespace {

using State = ObjectDifference::State;

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

} // namespace

void tellChanges(const RevisionChanges &changes, Console &console)
{
    if (!changes.values.isEmpty())
        console.line(tr("Values: changed"));
    for (const FieldChange &change : changes.values)
        tellField(change, console);
    int same = 0;
    for (const ObjectDifference &d : changes.objects) {
        if (d.state == State::Same) {
            ++same;
            continue;
        }
        const QString word = d.state == State::New    ? tr("new")
                             : d.state == State::Gone ? tr("gone")
                                                      : tr("changed");
        console.line(plain(displayName(d.ref)) + QLatin1String(": ") + word);
        for (const FieldDifference &change : d.changes)
            tellField(change, console);
    }
    console.line(tr("The same: %1").arg(same));
}

Value changesValue(const RevisionChanges &changes)
{
    List values, objects;
    for (const FieldChange &change : changes.values) {
        values.append(Map{{QStringLiteral("path"), change.path.text()},
                          {QStringLiteral("before"), change.before},
                          {QStringLiteral("after"), change.after}});
    }
    for (const ObjectDifference &d : changes.objects)
        objects.append(differenceValue(d));
    return Map{{QStringLiteral("values"), values}, {QStringLiteral("objects"), objects}};
}

} // namespace chartwright::cli
