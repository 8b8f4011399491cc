// SPDX-License-Identifier: Apache-2.0
#include "cli/dry_run.h"

#include "cli/await.h"
#include "cli/difference_output.h"
#include "deploy/preflight.h"
#include "tree/yaml.h"

#include <QCoreApplication>

namespace chartwright::cli {
namespace {

using State = ObjectDifference::State;

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

/// The metadata of an object; null: it is not there.
ApiResult<Value> metadataOf(ClusterSession &session, const ObjectRef &ref)
{
    ApiRequest request{ApiRequest::Verb::Get, session.connection->kinds().path(ref)};
    request.accept = MetadataOnly;
    const auto answer = await<ApiResult<ApiAnswer>>([&](QObject *context, const auto &done) {
        session.connection->client()->send(request, context, done);
    });
    if (answer)
        return answer->object;
    if (answer.error().kind == ApiFailure::Kind::NotFound)
        return Value();
    return tl::unexpected(answer.error());
}

/// What of the namespace has to be known before it is made.
ApiResult<Preflight> preflight(ClusterSession &session)
{
    PreflightRun run(session.connection.get(), {session.plan.release, session.plan.ns});
    return await<ApiResult<Preflight>>([&](QObject *, const auto &done) { run.start(done); });
}

/// A Secret whose values an apply brings over.
struct SecretForecast
{
    const SecretPlan *plan = nullptr;
    bool isThere = false;
    QString helmRelease; ///< that has it: it is left as it is
    QStringList keys;    ///< with a value in the keychain, if it still has it

    Value json() const
    {
        List names;
        for (const QString &key : keys)
            names.append(key);
        const QString state = !helmRelease.isEmpty() ? QStringLiteral("leftOut")
                              : isThere              ? QStringLiteral("there")
                                                     : QStringLiteral("new");
        return Map{{QStringLiteral("kind"), plan->ref.kind},
                   {QStringLiteral("namespace"), plan->ref.ns},
                   {QStringLiteral("name"), plan->ref.name},
                   {QStringLiteral("work"), QStringLiteral("secret")},
                   {QStringLiteral("state"), state},
                   {QStringLiteral("keys"), names},
                   {QStringLiteral("helmRelease"), helmRelease}};
    }

    QString text() const
    {
        const QString given =
            keys.isEmpty()
                ? tr("no value is kept")
                : tr("would be handed over: %1").arg(plain(keys.join(QLatin1String(", "))));
        const QString what =
            !helmRelease.isEmpty()
                ? tr("Helm's release %1 has it; left as it is").arg(plain(helmRelease))
            : isThere ? tr("there; %1").arg(given)
                      : tr("new; %1").arg(given);
        return plain(displayName(plan->ref)) + QLatin1String(": ") + what;
    }
};

bool wouldStop(const ObjectDifference &d, const ApplyOptions &options)
{
    const bool isHelms = !d.helmRelease.isEmpty();
    return d.state == State::Refused || (isHelms && !options.fromHelm) ||
           (!d.conflicts.isEmpty() && !options.takeConflicts && !isHelms);
}

QString workOf(const ObjectDifference &d, const ApplyOptions &options)
{
    if (d.state != State::Gone)
        return QStringLiteral("object");
    return options.deletions.contains(d.ref) ? QStringLiteral("deletion") : QStringLiteral("none");
}

QList<ObjectDifference> allNew(const QList<ApplyObject> &objects)
{
    QList<ObjectDifference> out;
    for (const ApplyObject &object : objects) {
        ObjectDifference d;
        d.state = State::New;
        d.untried = ObjectDifference::Untried::NamespaceComes;
        d.ref = object.ref;
        d.resource = object.resource;
        out.append(d);
    }
    return out;
}

} // namespace

int dryRun(ClusterSession &session, const ApplyOptions &options, bool asJson, Console &console)
{
    const ObjectRef ns{QStringLiteral("v1"), QStringLiteral("Namespace"), {}, options.ns};
    Preflight before;
    if (options.createNamespace) {
        const auto found = preflight(session);
        if (!found)
            return failApi(found.error(), console, plain(displayName(ns)));
        before = *found;
    }
    const bool isNewNamespace = before.hasNamespace == false;
    const bool mayNotCreate = before.mayCreateNamespace == false;
    QList<SecretForecast> secrets;
    for (const SecretPlan &plan : options.secrets) {
        const auto there = metadataOf(session, plan.ref);
        if (!there)
            return failApi(there.error(), console, plain(displayName(plan.ref)));
        SecretForecast secret{&plan, !there->isNull(), helmReleaseOf(*there), {}};
        for (const SecretPlan::Key &key : plan.keys) {
            if (!key.id.isEmpty())
                secret.keys.append(key.key);
        }
        secrets.append(secret);
    }
    // In a namespace that is not there the server can try nothing.
    auto found = isNewNamespace ? allNew(session.plan.objects) : compare(session);
    if (!found)
        return failApi(found.error(), console);
    const bool isMissing = tellMissingNamespace(session, *found, console);
    const auto stop = std::find_if(found->begin(), found->end(), [&](const ObjectDifference &d) {
        return wouldStop(d, options);
    });

    if (asJson) {
        List out;
        if (isNewNamespace) {
            out.append(Map{{QStringLiteral("kind"), ns.kind},
                           {QStringLiteral("namespace"), QString()},
                           {QStringLiteral("name"), ns.name},
                           {QStringLiteral("work"), QStringLiteral("namespace")},
                           {QStringLiteral("state"),
                            mayNotCreate ? QStringLiteral("refused") : QStringLiteral("new")}});
        }
        for (const SecretForecast &secret : std::as_const(secrets))
            out.append(secret.json());
        for (const ObjectDifference &d : *found) {
            Map entry = differenceValue(d).map();
            entry.append(QStringLiteral("work"), workOf(d, options));
            out.append(entry);
        }
        console.write(writeJson(out));
    } else {
        if (isNewNamespace) {
            console.line(plain(displayName(ns)) + QLatin1String(": ") +
                         (mayNotCreate
                              ? tr("refused: this account may not create it. Ask an administrator "
                                   "of the cluster to, or choose a namespace that is there.")
                              : tr("new; what goes into it can be checked only then")));
        }
        for (const SecretForecast &secret : std::as_const(secrets))
            console.line(secret.text());
        tellDifference(*found, console);
        for (const ObjectRef &ref : options.deletions)
            console.line(plain(displayName(ref)) + QLatin1String(": ") + tr("would be deleted"));
    }
    const bool stopsAtOnce = mayNotCreate || isMissing;
    if (stop == found->end() && !stopsAtOnce) {
        console.note(tr("Nothing was changed."));
        return Clean;
    }
    console.note(tr("Nothing was changed. An apply would stop at %1.")
                     .arg(plain(displayName(stopsAtOnce ? ns : stop->ref))));
    return Bad;
}

} // namespace chartwright::cli
