// SPDX-License-Identifier: Apache-2.0
#include "cli/command.h"
#include "cli/format_option.h"
#include "cli/helm_session.h"
#include "cli/revision_output.h"
#include "deploy/release_tests.h"
#include "tree/yaml.h"

#include <QCoreApplication>

namespace chartwright::cli {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

Value valueOf(const HelmRevision &revision)
{
    return Map{{QStringLiteral("revision"), revision.revision},
               {QStringLiteral("status"), revision.status},
               {QStringLiteral("updated"), revision.updated.toString(Qt::ISODate)},
               {QStringLiteral("chart"), revision.chart},
               {QStringLiteral("appVersion"), revision.appVersion},
               {QStringLiteral("description"), revision.description}};
}

/// Columns as wide as what stands in them.
void tellTable(const QList<QStringList> &rows, Console &console)
{
    QList<qsizetype> widths;
    for (const QStringList &row : rows) {
        for (qsizetype i = 0; i < row.size(); ++i) {
            if (i == widths.size())
                widths.append(0);
            widths[i] = std::max(widths[i], row[i].size());
        }
    }
    for (const QStringList &row : rows) {
        QString line;
        for (qsizetype i = 0; i < row.size(); ++i)
            line += i + 1 < row.size() ? row[i].leftJustified(widths[i] + 2) : row[i];
        console.line(line);
    }
}

QString timeText(const QDateTime &time)
{
    return time.toLocalTime().toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
}

struct Asked
{
    QString release;
    int revision = 0; ///< 0: none was named
    int other = 0;    ///< the second one, likewise
};

struct Run
{
    const QCommandLineParser &parser;
    Console &console;
    Helm &helm;
    std::shared_ptr<ClusterConnection> connection;
    Asked asked;

    bool asJson() const { return isJson(parser); }
    bool everywhere() const { return parser.isSet(QStringLiteral("all-namespaces")); }
    /// What a failure is about.
    QString what() const
    {
        return tr("%1 in the namespace %2").arg(asked.release, helm.place().ns);
    }
    bool takes() const { return parser.isSet(QStringLiteral("take")); }
};

int list(const Run &run)
{
    using Releases = QList<HelmRelease>;
    const auto releases = awaitHelm<Releases>([&](QObject *context, auto done) {
        return run.helm.list(run.everywhere(), context, done);
    });
    if (!releases)
        return failHelm(releases.error(), run.console);
    if (run.asJson()) {
        List out;
        for (const HelmRelease &release : *releases) {
            Map entry{{QStringLiteral("name"), release.name},
                      {QStringLiteral("namespace"), release.ns}};
            const Value last = valueOf(release.last);
            for (const auto &[key, value] : last.map())
                entry.set(key, value);
            out.append(entry);
        }
        run.console.write(writeJson(out));
        return Clean;
    }
    if (releases->isEmpty()) {
        run.console.note(
            run.everywhere()
                ? tr("There is no release of Helm.")
                : tr("There is no release of Helm in the namespace %1.").arg(run.helm.place().ns));
        return Clean;
    }
    QList<QStringList> rows;
    for (const HelmRelease &release : *releases)
        rows.append({plain(release.name), plain(release.ns), QString::number(release.last.revision),
                     plain(release.last.status), timeText(release.last.updated),
                     plain(release.last.chart)});
    tellTable(rows, run.console);
    return Clean;
}

int history(const Run &run)
{
    using Revisions = QList<HelmRevision>;
    const auto revisions = awaitHelm<Revisions>([&](QObject *context, auto done) {
        return run.helm.history(run.asked.release, context, done);
    });
    if (!revisions)
        return failHelm(revisions.error(), run.console, run.what());
    if (run.asJson()) {
        List out;
        for (const HelmRevision &revision : *revisions)
            out.append(valueOf(revision));
        run.console.write(writeJson(out));
        return Clean;
    }
    QList<QStringList> rows;
    for (const HelmRevision &revision : *revisions)
        rows.append({QString::number(revision.revision), plain(revision.status),
                     timeText(revision.updated), plain(revision.chart),
                     plain(revision.description)});
    tellTable(rows, run.console);
    return Clean;
}

int diff(const Run &run)
{
    const auto detail = [&](int revision) {
        return awaitHelm<HelmDetail>([&](QObject *context, auto done) {
            return run.helm.detail(run.asked.release, revision, context, done);
        });
    };
    const auto before = detail(run.asked.revision);
    const auto after = before ? detail(run.asked.other) : before;
    if (!after)
        return failHelm(after.error(), run.console, run.what());
    const RevisionChanges changes = revisionChanges(*before, *after);
    if (changes.problem)
        return run.console.fail(*changes.problem);
    if (run.asJson())
        run.console.write(writeJson(changesValue(changes)));
    else
        tellChanges(changes, run.console);
    return changes.isNothing() ? Clean : Findings;
}

int rollback(const Run &run)
{
    const auto done = awaitHelm<void>([&](QObject *context, auto then) {
        return run.helm.rollback(run.asked.release, run.asked.revision, run.takes(), context, then);
    });
    if (!done)
        return failHelm(done.error(), run.console, run.what());
    run.console.line(tr("%1 is rolled back.").arg(run.asked.release));
    return Clean;
}

int uninstall(const Run &run)
{
    const auto done = awaitHelm<void>([&](QObject *context, auto then) {
        return run.helm.uninstall(run.asked.release, context, then);
    });
    if (!done)
        return failHelm(done.error(), run.console, run.what());
    run.console.line(
        tr("%1 is uninstalled. Secrets that Chartwright brought stay.").arg(run.asked.release));
    return Clean;
}

int test(const Run &run)
{
    Interrupt interrupt;
    ReleaseTests tests(&run.helm, run.connection, run.asked.release);
    QObject::connect(&interrupt, &Interrupt::came, &tests, &ReleaseTests::cancel);
    QObject::connect(&tests, &ReleaseTests::told, &tests, [&run](const QString &text) {
        run.console.note(plain(text));
        run.console.flush(); // it may take minutes
    });
    const auto end = await<TestsEnd>([&](QObject *, const auto &done) { tests.start(done); });
    for (const QString &line : end.output.trimmed().split(u'\n', Qt::SkipEmptyParts))
        run.console.line(plain(line));
    using How = TestsEnd::How;
    if (end.how != How::Passed)
        failHelm(end.failure, run.console, run.what());
    if (!end.kept.isEmpty())
        run.console.note(plain(end.kept));
    if (end.how == How::Passed)
        return Clean;
    return end.failure.kind == HelmFailure::Kind::NotFound ? Bad : Findings;
}

using Verb = int (*)(const Run &);
const QList<std::pair<QString, Verb>> &verbs()
{
    static const QList<std::pair<QString, Verb>> all{
        {QStringLiteral("list"), list},           {QStringLiteral("history"), history},
        {QStringLiteral("diff"), diff},           {QStringLiteral("rollback"), rollback},
        {QStringLiteral("uninstall"), uninstall}, {QStringLiteral("test"), test}};
    return all;
}

int runRelease(const QCommandLineParser &parser, Console &console)
{
    const QString name = QStringLiteral("release");
    if (const int bad = refuseFormat(parser, name, console); bad != Clean)
        return bad;
    const QStringList words = parser.positionalArguments();
    const auto verb = std::find_if(verbs().begin(), verbs().end(),
                                   [&](const auto &v) { return v.first == words.constFirst(); });
    if (verb == verbs().end())
        return console.failUsage(
            tr("\"%1\" is none of list, history, diff, rollback, uninstall and test")
                .arg(words.constFirst()),
            name);
    const bool isList = verb->second == list;
    if (!isList && words.size() < 2)
        return console.failUsage(tr("%1 needs the name of a release").arg(verb->first), name);
    const bool isDiff = verb->second == diff;
    if (isDiff && words.size() < 3)
        return console.failUsage(tr("diff needs a revision, or two"), name);
    Asked asked{words.value(1)};
    if (words.size() > (isList ? 1 : isDiff ? 4 : verb->second == rollback ? 3 : 2))
        return console.failUsage(tr("%1 takes no \"%2\"").arg(verb->first, words.last()), name);
    for (qsizetype i = 2; i < words.size(); ++i) {
        bool isNumber = false;
        int &revision = i == 2 ? asked.revision : asked.other;
        revision = words[i].toInt(&isNumber);
        if (!isNumber || revision < 1)
            return console.failUsage(tr("\"%1\" is no number of a revision").arg(words[i]), name);
    }
    const auto session = openPlace(parser);
    if (!session)
        return console.fail(session.error());
    const auto program = helmProgram(parser, console);
    if (!program)
        return program.error();
    const auto helm = openHelm(*program, parser, *session, console);
    if (!helm)
        return helm.error();
    return verb->second({parser, console, **helm, session->connection, asked});
}

} // namespace

Command releaseCommand()
{
    return {QStringLiteral("release"),
            QStringLiteral("VERB [NAME] [REVISION] [REVISION]"),
            tr("Shows releases of Helm in a cluster, and works on them."),
            tr("list; history NAME; diff NAME REVISION [REVISION], without a second one to the "
               "last, secrets hidden, whose exit code is 1 when anything differs; rollback NAME "
               "[REVISION], without it to the one before; uninstall NAME; test NAME, whose exit "
               "code is 1 when a test fails."),
            clusterOptions() +
                QList<QCommandLineOption>{
                    helmOption(),
                    {{QStringLiteral("A"), QStringLiteral("all-namespaces")},
                     tr("With list: in all namespaces.")},
                    {QStringLiteral("take"),
                     tr("With rollback: take fields that somebody else has set.")},
                    formatOption()},
            runRelease};
}

} // namespace chartwright::cli
