// SPDX-License-Identifier: Apache-2.0
#include "deploy/preflight.h"

#include "cluster/field_path.h"
#include "cluster/plain_text.h"
#include "tree/yaml.h"

#include <QCoreApplication>

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Preflight", text); }

QString keyOf(const ApiKind &kind) { return kind.apiVersion + u' ' + kind.kind; }

ApiKind known(const char *apiVersion, const char *kind)
{
    return *ApiKinds().find(QString::fromLatin1(apiVersion), QString::fromLatin1(kind));
}

/// The StorageClasses that an object of a kind without a table names.
QStringList storageClassesOf(const Value &object)
{
    QStringList out;
    const auto add = [&out](const Value &spec) {
        if (const QString name = spec[u"storageClassName"].toString(); !name.isEmpty())
            out.append(name);
    };
    if (object[u"kind"].toString() == u"PersistentVolumeClaim")
        add(object[u"spec"]);
    for (const Value &claim : object[u"spec"][u"volumeClaimTemplates"].list())
        add(claim[u"spec"]);
    return out;
}

} // namespace

PreflightRun::PreflightRun(ClusterConnection *connection, const ReleasePlan &plan, QObject *parent)
    : QObject(parent), m_client(connection->client()), m_namespace(plan.ns)
{
    const ApiKinds kinds = withDefined(connection->kinds(), plan.objects);
    for (const ApplyObject &object : plan.objects) {
        const auto kind = kinds.find(object.ref.apiVersion, object.ref.kind);
        if (kind && !m_needed.contains(*kind))
            m_needed.append(*kind);
        m_needsStorage = m_needsStorage || !storageClassesOf(object.object).isEmpty();
    }
    if (!plan.secrets.isEmpty())
        m_needed.append(known("v1", "Secret"));
}

void PreflightRun::start(Done done)
{
    m_done = std::move(done);
    ++m_open; // until all is asked
    askNamespace();
    askNames(known("networking.k8s.io/v1", "IngressClass"), m_out.ingressClasses);
    if (m_needsStorage)
        askNames({QStringLiteral("storage.k8s.io/v1"), QStringLiteral("StorageClass"),
                  QStringLiteral("storageclasses"), false},
                 m_out.storageClasses);
    for (const ApiKind &kind : std::as_const(m_needed)) {
        // A server-side apply of what is not there yet is a patch that creates.
        for (const char *verb : {"get", "create", "patch"}) {
            const QString name = QString::fromLatin1(verb);
            mayI(name, kind, kind.namespaced ? m_namespace : QString(),
                 [this, name, kind](bool may) {
                     if (!may)
                         m_out.missingVerbs[keyOf(kind)].append(name);
                 });
        }
    }
    answered();
}

void PreflightRun::mayI(const QString &verb, const ApiKind &kind, const QString &ns,
                        std::function<void(bool)> answer)
{
    const ApiKind reviews = known("authorization.k8s.io/v1", "SelfSubjectAccessReview");
    const QString group =
        kind.apiVersion.contains(u'/') ? kind.apiVersion.section(u'/', 0, 0) : QString();
    Map attributes{{QStringLiteral("verb"), verb},
                   {QStringLiteral("group"), group},
                   {QStringLiteral("resource"), kind.plural}};
    if (!ns.isEmpty())
        attributes.append(QStringLiteral("namespace"), ns);
    const Value review =
        Map{{QStringLiteral("apiVersion"), reviews.apiVersion},
            {QStringLiteral("kind"), reviews.kind},
            {QStringLiteral("spec"), Map{{QStringLiteral("resourceAttributes"), attributes}}}};
    ++m_open;
    m_client->send({ApiRequest::Verb::Post, collectionPath(reviews, {}), {}, writeJson(review)},
                   this, [this, answer = std::move(answer)](const ApiResult<ApiAnswer> &result) {
                       if (result)
                           answer(result->object[u"status"][u"allowed"].toBool());
                       answered(result ? nullptr : &result.error());
                   });
}

void PreflightRun::askNamespace()
{
    const ApiKind kind = known("v1", "Namespace");
    ++m_open;
    m_client->send({ApiRequest::Verb::Get, objectPath(kind, {}, m_namespace)}, this,
                   [this](const ApiResult<ApiAnswer> &answer) {
                       if (answer)
                           m_out.hasNamespace = true;
                       else if (answer.error().kind == ApiFailure::Kind::NotFound)
                           missNamespace();
                       answered(answer ? nullptr : &answer.error());
                   });
}

void PreflightRun::missNamespace()
{
    m_out.hasNamespace = false;
    mayI(QStringLiteral("create"), known("v1", "Namespace"), {},
         [this](bool may) { m_out.mayCreateNamespace = may; });
}

void PreflightRun::askNames(const ApiKind &kind, std::optional<QStringList> &into)
{
    ++m_open;
    ApiRequest request{ApiRequest::Verb::Get, collectionPath(kind, {})};
    request.accept = MetadataList;
    m_client->send(std::move(request), this, [this, &into](const ApiResult<ApiAnswer> &answer) {
        if (answer) {
            into.emplace();
            for (const Value &item : answer->object[u"items"].list())
                into->append(item[u"metadata"][u"name"].toString());
        }
        answered(answer ? nullptr : &answer.error());
    });
}

/// That something may not be looked at is no failure.
void PreflightRun::answered(const ApiFailure *failure)
{
    if (failure && failure->isFatal())
        m_fatal = *failure;
    if (--m_open > 0)
        return;
    const Done done = std::exchange(m_done, nullptr);
    if (m_fatal)
        done(tl::unexpected(*m_fatal));
    else
        done(m_out);
}

namespace {

using Saying = ClusterSaying;

QList<Saying> refusal(const ObjectDifference &difference, const Value &object)
{
    QList<Saying> out;
    const ApiFailure &failure = *difference.failure;
    if (failure.status == 403)
        return {{Saying::What::Forbidden, {}, failure.error.message}};
    for (const ApiFailure::Cause &cause : failure.causes) {
        out.append({Saying::What::Refused, fieldPath(cause.field, object),
                    tr("The cluster refuses %1: %2")
                        .arg(plainText(cause.field), plainText(cause.message))});
    }
    if (out.isEmpty())
        out.append({Saying::What::Refused, {}, failure.error.message});
    return out;
}

/// `kinds`: with those that come with the apply.
QList<Saying> ofObject(const ApplyObject &object, const ApiKinds &kinds, const Preflight &preflight)
{
    QList<Saying> out;
    const auto kind = kinds.find(object.ref.apiVersion, object.ref.kind);
    if (!kind) {
        return {{Saying::What::KindMissing,
                 {},
                 tr("The cluster has no %1 of %2").arg(object.ref.kind, object.ref.apiVersion)}};
    }
    if (const QStringList verbs = preflight.missingVerbs.value(keyOf(*kind)); !verbs.isEmpty()) {
        out.append({Saying::What::Forbidden,
                    {},
                    (kind->namespaced ? tr("This account may not %1 %2 in this namespace")
                                      : tr("This account may not %1 %2 in this cluster"))
                        .arg(verbs.join(QLatin1String(", ")), kind->plural)});
    }
    const Value &name = object.object[u"spec"][u"ingressClassName"];
    if (object.ref.kind == u"Ingress" && name.isString() && preflight.ingressClasses &&
        !preflight.ingressClasses->contains(name.toString())) {
        out.append({Saying::What::ClassMissing, Path(QStringLiteral("spec.ingressClassName")),
                    preflight.ingressClasses->isEmpty()
                        ? tr("The cluster has no controller for Ingresses")
                        : tr("The cluster has no class %1 of Ingress, but %2")
                              .arg(name.toString(), plainText(preflight.ingressClasses->join(
                                                        QLatin1String(", "))))});
    }
    const QStringList storage =
        preflight.storageClasses ? storageClassesOf(object.object) : QStringList();
    for (const QString &wanted : storage) {
        if (!preflight.storageClasses->contains(wanted))
            out.append({Saying::What::ClassMissing, Path(QStringLiteral("manifest")),
                        tr("The cluster has no StorageClass %1").arg(plainText(wanted))});
    }
    return out;
}

} // namespace

ClusterFacts clusterFacts(const ReleasePlan &plan, const ApiKinds &served,
                          const Preflight &preflight, const QList<ObjectDifference> &differences)
{
    ClusterFacts out;
    const ApiKinds kinds = withDefined(served, plan.objects);
    const auto add = [&](const ResourceId &id, const QList<Saying> &sayings) {
        if (!id.isEmpty() && !sayings.isEmpty())
            out.sayings[id].append(sayings);
    };
    if (preflight.mayCreateNamespace == false) {
        add(plan.resource,
            {{Saying::What::NamespaceMissing,
              {},
              tr("The cluster has no namespace %1, and this account may not create one")
                  .arg(plan.ns)}});
    }
    QHash<ObjectRef, Value> byRef;
    for (const ApplyObject &object : plan.objects) {
        byRef.insert(object.ref, object.object);
        add(object.resource, ofObject(object, kinds, preflight));
    }
    for (const ObjectDifference &d : differences) {
        const bool isForNamespace = preflight.hasNamespace == false && d.failure &&
                                    d.failure->kind == ApiFailure::Kind::NotFound;
        // Of what was said above, the dry run says no more.
        const bool isSaid = d.failure && !out.sayings.value(d.resource).isEmpty() &&
                            (d.failure->status == 403 || unservedKind(kinds, d.ref));
        if (d.failure && !isForNamespace && !isSaid)
            add(d.resource, refusal(d, byRef.value(d.ref)));
        for (const FieldConflict &conflict : d.conflicts) {
            add(d.resource, {{Saying::What::Conflict, fieldPath(conflict.field, byRef.value(d.ref)),
                              tr("%1 in the cluster belongs to %2")
                                  .arg(plainText(conflict.field), plainText(conflict.manager))}});
        }
    }
    return out;
}

} // namespace chartwright
