// SPDX-License-Identifier: Apache-2.0
#include "base/image_reference.h"
#include "base/semver.h"
#include "checks/name_problem.h"
#include "checks/rule.h"
#include "checks/typed_names.h"

#include <QRegularExpression>

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("ImageRules", text); }

QString tagOf(const Resource &r) { return r.fields[u"tag"].scalarText(); }
bool isLocal(const Resource &image)
{
    return image.fields[u"registry"].isEmpty() && !image.name.contains(u'/');
}

/// The text in lower case, other characters than those allowed as '-'.
QString mended(const QString &text, QStringView allowed)
{
    QString out;
    const QString lower = text.toLower();
    for (const QChar c : lower)
        out += (c.unicode() < 128 && c.isLetterOrNumber()) || allowed.contains(c) ? c : QChar(u'-');
    while (out.startsWith(u'-') || out.startsWith(u'.'))
        out.remove(0, 1);
    while (out.endsWith(u'-') || out.endsWith(u'.'))
        out.chop(1);
    return out;
}

void reference(const RuleInput &in, Report &report)
{
    const QString &name = in.resource.name;
    if (const QString fault = nameFault(in.resource.kind, name); !fault.isEmpty()) {
        Finding &f = report.add({}, tr("“%1” is no name for an image: %2").arg(name, fault));
        const QString lower = mended(name, u"/._-");
        if (ImageReference::isName(lower))
            fixByRenaming(f, lower);
    }
    const QString tag = tagOf(in.resource);
    if (!tag.isEmpty() && !ImageReference::isTag(tag)) {
        Finding &f = report.add(path("tag"), tr("“%1” is no tag for an image").arg(tag));
        const QString better = mended(tag, u"._-").left(128);
        if (ImageReference::isTag(better))
            fixBySetting(f, tr("Write %1").arg(better), better);
    }
}

void profileReference(const RuleInput &in, Report &report)
{
    static const QRegularExpression name(QStringLiteral("\\A[a-z0-9-]+\\z"));
    static const QRegularExpression tag(QStringLiteral("\\A[a-z0-9.-]+\\z"));
    if (!in.facts.isMinikube)
        return;
    const QString last = in.resource.name.section(u'/', -1);
    if (ImageReference::isName(in.resource.name) && !name.match(last).hasMatch())
        fixByRenaming(
            report.add(
                {},
                tr("The profile takes image names of a-z, 0-9 and '-' only, not “%1”").arg(last)),
            mended(in.resource.name, u"/-"));
    const QString t = tagOf(in.resource);
    if (ImageReference::isTag(t) && !tag.match(t).hasMatch()) {
        const QString better = mended(t, u".-");
        fixBySetting(
            report.add(path("tag"),
                       tr("The profile takes tags of a-z, 0-9, '.' and '-' only, not “%1”").arg(t)),
            tr("Write %1").arg(better), better);
    }
}

void tagForm(const RuleInput &in, Report &report)
{
    static const QRegularExpression commit(QStringLiteral("\\A(sha-)?[0-9a-f]{6,40}\\z"));
    const QString t = tagOf(in.resource);
    static const QRegularExpression line(QStringLiteral("\\Av?\\d+(\\.\\d+)?(-[\\w.-]*)?\\z"));
    const bool version = SemVer::parse(t.startsWith(u'v') ? t.mid(1) : t).has_value();
    if (!ImageReference::isTag(t) || t == u"latest" || version || commit.match(t).hasMatch())
        return;
    const bool isLine = line.match(t).hasMatch();
    if (isLine && !in[u"digest"].isEmpty())
        return;
    report.add(path("tag"), isLine ? tr("The tag “%1” is a version cut short: it moves along with "
                                        "what is released")
                                         .arg(t)
                                   : tr("The tag “%1” is neither a version nor a commit").arg(t));
}

void latest(const RuleInput &in, Report &report)
{
    if (tagOf(in.resource) != u"latest" || !in.resource.fields[u"digest"].isEmpty())
        return;
    Finding &f =
        report.add(path("tag"), tr("%1:latest is another image tomorrow").arg(in.resource.name),
                   isLocal(in.resource) ? Severity::Advice : Severity::Warning);
    f.fixText = tr("Use the app version as its tag");
    f.fix = [](const Topology &t, const RefIndex &refs, const Finding &g) {
        const ResourcePtr chart = t.chart();
        const QString drawn =
            mended(chart ? chart->fields[u"appVersion"].scalarText() : QString(), u".-");
        const bool good = ImageReference::isTag(drawn) && drawn != u"latest";
        return setField(t, refs, g.resource, path("tag"), good ? drawn : QStringLiteral("0.1.0"));
    };
}

void pullPolicy(const RuleInput &in, Report &report)
{
    if (!in.facts.isMinikube)
        return;
    eachContainer(in, true, [&](const Path &p, const Value &container) {
        const Ref *ref = container[u"image"].asRef();
        const ResourcePtr image = ref ? in.find(ref->target) : nullptr;
        if (image && isLocal(*image) && container[u"imagePullPolicy"].toString() == u"Always")
            fixBySetting(
                report.add(p.key(QStringLiteral("imagePullPolicy")),
                           tr("%1 is a local image: it cannot be pulled").arg(image->name)),
                tr("Use IfNotPresent"), QStringLiteral("IfNotPresent"));
    });
}

void twoSources(const RuleInput &in, Report &report)
{
    if (in[u"build.context"].isEmpty() || in[u"archive"].isEmpty())
        return;
    fixByRemoving(report.add(path("archive"),
                             tr("%1 is built, so its archive is not used").arg(in.resource.name)),
                  tr("Remove the archive"));
}

void pinnedSource(const RuleInput &in, Report &report)
{
    if (in[u"digest"].isEmpty())
        return;
    const bool isBuilt = !in[u"build.context"].isEmpty();
    if (isBuilt || !in[u"archive"].isEmpty())
        report.add(path("digest"),
                   (isBuilt ? tr("%1 is pinned by a digest, so what its folder builds is not used")
                            : tr("%1 is pinned by a digest, so its archive is not used"))
                       .arg(in.resource.name));
}

QString usedKey(const QString &name) { return QLatin1String("typed:") + name; }

/// Names that were typed instead of wired; and who is called so.
QStringList usedKeys(const Resource &r)
{
    if (r.kind == u"ConfigMap" || r.kind == u"Secret")
        return {usedKey(nameToType(r))};
    QStringList out;
    for (const QString &name : typedNames(r))
        out.append(usedKey(name) + u'!');
    return out;
}

void sayUnused(const RuleInput &in, Report &report)
{
    Finding &f = report.add({}, tr("Nothing uses %1").arg(in.resource.name));
    f.fixText = tr("Delete it");
    f.fix = [](const Topology &t, const RefIndex &refs, const Finding &g) {
        return removeResources(t, refs, {g.resource});
    };
}

void imageUnused(const RuleInput &in, Report &report)
{
    if (in.usedBy().isEmpty())
        sayUnused(in, report);
}

void unused(const RuleInput &in, Report &report)
{
    const bool target = in.resource.kind == u"ConfigMap" || in.resource.kind == u"Secret";
    if (target && in.usedBy().isEmpty() && !in.anyHas(usedKey(nameToType(in.resource)) + u'!'))
        sayUnused(in, report);
}

} // namespace

QList<RuleSpec> imageRules()
{
    const QStringList image{QStringLiteral("Image")};
    return {
        {QStringLiteral("image/reference"), Severity::Error, Scope::Own, image,
         tr("Container engines take lower-case names only."), tr("Rename it."), reference},
        {QStringLiteral("image/profile-reference"), Severity::Error, Scope::Own, image,
         tr("The data model of the profile is narrower than the image grammar."),
         tr("Rename it, or accept it with a reason."), profileReference, nullptr, true},
        {QStringLiteral("image/tag-form"), Severity::Warning, Scope::Own, image,
         tr("A tag that tells the version tells what runs."),
         tr("Use a whole version such as v1.0.0 or a commit such as sha-abc123."), tagForm},
        {QStringLiteral("image/latest"), Severity::Warning, Scope::Own, image,
         tr("Two pods may run different contents, and a rollback goes nowhere."),
         tr("Use a version."), latest},
        {QStringLiteral("image/two-sources"), Severity::Warning, Scope::Own, image,
         tr("A deploy to Minikube takes one of the two, and the folder goes first."),
         tr("Remove the build folder, or the archive."), twoSources},
        {QStringLiteral("image/pinned-source"), Severity::Warning, Scope::Own, image,
         tr("A digest names a content as a registry has it, and the cluster pulls that; what this "
            "machine builds or loads has no such digest."),
         tr("Remove the digest to run what is here, or the folder and the archive."), pinnedSource},
        {QStringLiteral("image/unused"), Severity::Warning, Scope::Neighbours, image,
         tr("It is left over, or a wire is missing."), tr("Wire a Deployment to it, or delete it."),
         imageUnused},
        {QStringLiteral("resource/unused"),
         Severity::Warning,
         Scope::Group,
         {QStringLiteral("ConfigMap"), QStringLiteral("Secret"), QStringLiteral("Deployment"),
          QStringLiteral("Ingress")},
         tr("It is left over, or a wire is missing."),
         tr("Wire it to a Deployment, or delete it."),
         unused,
         usedKeys},
        {QStringLiteral("image/pull-policy-local"),
         Severity::Error,
         Scope::Neighbours,
         {QStringLiteral("Deployment")},
         tr("A local image is in no registry, so pulling it fails."),
         tr("Use IfNotPresent."),
         pullPolicy,
         nullptr,
         true},
    };
}

} // namespace chartwright
