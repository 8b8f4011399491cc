// SPDX-License-Identifier: Apache-2.0
#include "cli/difference_output.h"

#include "cli/await.h"
#include "cluster/kind_definition.h"
#include "tree/yaml.h"

#include <QCoreApplication>

namespace chartwright::cli {
namespace {

using State = ObjectDifference::State;

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

QString wordFor(State state)
{
    switch (state) {
    case State::New:
        return tr("new");
    case State::Changed:
        return tr("changed");
    case State::Refused:
        return tr("refused");
    case State::Gone:
        return tr("no longer drawn");
    case State::Same:
        break;
    }
    return tr("the same");
}

QString idOf(State state)
{
    static const QStringList ids{QStringLiteral("new"), QStringLiteral("same"),
                                 QStringLiteral("changed"), QStringLiteral("refused"),
                                 QStringLiteral("gone")};
    return ids[int(state)];
}

/// Empty: there is nothing to be known beside the state.
QString noteOn(const ObjectDifference &d)
{
    if (d.state == State::Gone)
        return isDefinition(d.ref) ? tr("deleting it deletes all objects of its kind") : QString();
    switch (d.untried) {
    case ObjectDifference::Untried::KindComes:
        return tr("its kind comes with this apply; it can be tried only then");
    case ObjectDifference::Untried::KindChanges:
        return tr("its kind changes with this apply; it can be tried only then");
    case ObjectDifference::Untried::WebhookSilent:
        return tr("a webhook of the cluster does not answer yet");
    case ObjectDifference::Untried::NamespaceComes: // is told once
    case ObjectDifference::Untried::No:
        break;
    }
    return {};
}

QString idOf(ObjectDifference::Untried untried)
{
    static const QStringList ids{QString(), QStringLiteral("kindComes"),
                                 QStringLiteral("kindChanges"), QStringLiteral("namespaceComes"),
                                 QStringLiteral("webhookSilent")};
    return ids[int(untried)];
}

/// On one line; maps and lists as JSON.
QString shown(const Value &value)
{
    if (value.isNull())
        return tr("(none)");
    if (value.isMap() || value.isList())
        return plain(QString::fromUtf8(writeJson(value)).simplified());
    return plain(value.scalarText());
}

} // namespace

ApiResult<QList<ObjectDifference>> compare(ClusterSession &session)
{
    using Found = ApiResult<QList<ObjectDifference>>;
    DifferenceRun run(session.connection.get(), session.plan);
    return await<Found>([&](QObject *, const auto &done) { run.start(done); });
}

bool expectMissingNamespace(ClusterSession &session, QList<ObjectDifference> &differences)
{
    const bool isSuspect =
        std::any_of(differences.begin(), differences.end(), [](const ObjectDifference &d) {
            return d.failure && d.failure->kind == ApiFailure::Kind::NotFound;
        });
    if (!isSuspect)
        return false;
    const ObjectRef ns{QStringLiteral("v1"), QStringLiteral("Namespace"), {}, session.plan.ns};
    const auto answer = await<ApiResult<ApiAnswer>>([&](QObject *context, const auto &done) {
        session.connection->client()->send(
            {ApiRequest::Verb::Get, session.connection->kinds().path(ns)}, context, done);
    });
    if (answer || answer.error().kind != ApiFailure::Kind::NotFound)
        return false;
    expectNamespace(differences, session.plan);
    return true;
}

bool tellMissingNamespace(ClusterSession &session, QList<ObjectDifference> &differences,
                          Console &console)
{
    if (!expectMissingNamespace(session, differences))
        return false;
    console.note(tr("The namespace %1 is not there, so nothing of it could be tried. "
                    "apply --create-namespace makes it.")
                     .arg(plain(session.plan.ns)));
    return true;
}

ApiResult<QList<ObjectRef>> goneObjects(ClusterSession &session, bool withDefinitions,
                                        Console &console)
{
    using Found = ApiResult<GoneRun::Found>;
    GoneRun run(session.connection.get(), session.plan);
    const Found found = await<Found>([&](QObject *, const auto &done) { run.start(done); });
    if (!found)
        return tl::unexpected(found.error());
    QList<ObjectRef> out;
    for (const GoneRun::Object &object : found->gone)
        out.append(object.ref);
    if (withDefinitions)
        return out;
    out.removeIf([&](const ObjectRef &ref) {
        if (isDefinition(ref))
            console.note(tr("%1 is left: deleting it deletes all objects of its kind. --with-crds "
                            "does.")
                             .arg(plain(displayName(ref))));
        return isDefinition(ref);
    });
    return out;
}

void tellField(const FieldChange &change, Console &console)
{
    console.line(QStringLiteral("  %1: %2 → %3")
                     .arg(plain(change.path.text()), shown(change.before), shown(change.after)));
}

void tellDifference(const QList<ObjectDifference> &differences, Console &console)
{
    int same = 0;
    for (const ObjectDifference &d : differences) {
        if (d.state == State::Same && d.conflicts.isEmpty()) {
            ++same;
            continue;
        }
        console.line(plain(displayName(d.ref)) + QLatin1String(": ") + wordFor(d.state));
        for (const FieldDifference &change : d.changes)
            tellField(change, console);
        tellConflicts(d.conflicts, [&](const QString &line) { console.line(line); });
        if (const QString note = noteOn(d); !note.isEmpty())
            console.line(QLatin1String("  ") + note);
        if (!d.helmRelease.isEmpty())
            console.line(QLatin1String("  ") +
                         tr("Helm's release %1 has it").arg(plain(d.helmRelease)));
        for (const QString &warning : d.warnings)
            console.line(QLatin1String("  ") + tr("warning: %1").arg(plain(warning)));
        if (d.failure)
            failApi(*d.failure, console, plain(displayName(d.ref)));
    }
    console.line(tr("As drawn: %1").arg(same));
}

Value differenceValue(const ObjectDifference &d)
{
    Map entry{{QStringLiteral("kind"), d.ref.kind},
              {QStringLiteral("namespace"), d.ref.ns},
              {QStringLiteral("name"), d.ref.name},
              {QStringLiteral("state"), idOf(d.state)},
              {QStringLiteral("untried"), idOf(d.untried)}};
    List changes, conflicts, warnings;
    for (const FieldDifference &change : d.changes) {
        changes.append(Map{{QStringLiteral("path"), change.path.text()},
                           {QStringLiteral("before"), change.before},
                           {QStringLiteral("after"), change.after}});
    }
    for (const FieldConflict &conflict : d.conflicts) {
        conflicts.append(Map{{QStringLiteral("field"), conflict.field},
                             {QStringLiteral("manager"), conflict.manager}});
    }
    for (const QString &warning : d.warnings)
        warnings.append(warning);
    entry.append(QStringLiteral("changes"), changes);
    entry.append(QStringLiteral("conflicts"), conflicts);
    entry.append(QStringLiteral("helmRelease"), d.helmRelease);
    entry.append(QStringLiteral("warnings"), warnings);
    if (d.failure)
        entry.append(QStringLiteral("error"), d.failure->error.message);
    return entry;
}

QByteArray differenceJson(const QList<ObjectDifference> &differences)
{
    List out;
    for (const ObjectDifference &d : differences)
        out.append(differenceValue(d));
    return writeJson(out);
}

} // namespace chartwright::cli
