// SPDX-License-Identifier: Apache-2.0
#include "chart/exposures.h"

#include "base/image_reference.h"
#include "chart/schema.h"
#include "manifest/go_text.h"
#include "model/kind_spec.h"

#include <QCoreApplication>

// What stands in values.yaml without being one field of a table.
namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Values", text); }

} // namespace

void Exposures::addCommonPullSecrets()
{
    ValuesEntry entry;
    entry.path = {QStringLiteral("imagePullSecrets")};
    entry.value = List();
    entry.help = tr("Secrets to pull the images with.");
    entry.schema =
        Map{{QStringLiteral("type"), List{QStringLiteral("array"), QStringLiteral("null")}},
            {QStringLiteral("items"), Map{{QStringLiteral("type"), QStringLiteral("object")}}}};
    add(entry, {}, std::nullopt);
}

void Exposures::addImage(const Topology &topology, const Resource &resource, const Path &path,
                         const Value &value, const QStringList &base)
{
    ImageReference image;
    ValuesEntry repository, tag;
    repository.resource = tag.resource = resource.id;
    repository.field = tag.field = path;
    if (const Ref *ref = value.asRef()) {
        const ResourcePtr drawn = topology.find(ref->target);
        if (!drawn)
            return;
        image.registry = drawn->fields[u"registry"].scalarText();
        image.name = drawn->name;
        image.tag = drawn->fields[u"tag"].scalarText();
        image.digest = drawn->fields[u"digest"].scalarText();
        repository.resource = tag.resource = drawn->id;
        repository.field = Path(QStringLiteral("registry"));
        tag.field = Path(QStringLiteral("tag"));
    } else if (const auto parsed = ImageReference::parse(value.toString())) {
        image = *parsed;
    } else {
        return;
    }
    const QStringList place =
        base.last() == u"image" ? base : base + QStringList{QStringLiteral("image")};
    repository.path = place + QStringList{QStringLiteral("repository")};
    repository.value = image.repository();
    repository.help = tr("Registry and name of the image.");
    repository.schema = schema::repository();
    tag.path = place + QStringList{QStringLiteral("tag")};
    tag.value = (image.tag.isEmpty() ? QStringLiteral("latest") : image.tag) +
                (image.digest.isEmpty() ? QString() : u'@' + image.digest);
    tag.help = tr("Version of the image.");
    tag.schema = schema::tag();
    repository.required = tag.required = true;
    const Path container = path.parent();
    add(repository, {{}, PrintedAs::Bare, false},
        keyOf(resource.id, container.key(QStringLiteral("image#repository"))));
    add(tag, {{}, PrintedAs::Bare, false},
        keyOf(resource.id, container.key(QStringLiteral("image#tag"))));
}

/// What a value of references reads as in the cluster.
QString Exposures::shown(const Topology &topology, const Value &value) const
{
    const auto one = [&](const Ref &ref) {
        const ResourcePtr target = topology.find(ref.target);
        const KindSpec *kind = target ? topology.kinds().find(target->kind) : nullptr;
        const bool isName = ref.part.isEmpty() && kind && kind->write;
        return (isName ? m_prefix : QString()) + displayText(topology, ref);
    };
    if (const Ref *ref = value.asRef())
        return one(*ref);
    QString out;
    for (const auto &piece : value.asText() ? value.asText()->pieces : decltype(Text::pieces)()) {
        const Ref *ref = std::get_if<Ref>(&piece);
        out += ref ? one(*ref) : std::get<QString>(piece);
    }
    return value.asText() ? out : displayText(topology, value);
}

void Exposures::addConfig(const Topology &topology, const Resource &resource)
{
    for (const auto &[key, value] : resource.fields[u"data"].map()) {
        const Path path = Path(QStringLiteral("data")).key(key);
        if (!resource.pins.value(path.text(), true) || !manifest::helmReads(value))
            continue;
        const bool derived = holdsRefs(value);
        ValuesEntry entry;
        entry.path = valuesBlock(resource) + QStringList{key};
        entry.value = derived ? Value(QString()) : value.isNull() ? Value(QString()) : value;
        const Value &about = resource.fields[u"design"][u"keys"][key];
        entry.help = about[u"description"].scalarText();
        if (derived)
            entry.help += (entry.help.isEmpty() ? QString() : QStringLiteral(" ")) +
                          tr("Empty: %1.").arg(shown(topology, value));
        entry.schema = schema::freeText();
        entry.required = true;
        entry.resource = resource.id;
        entry.field = path;
        const bool odd = entry.value.toString().contains(QLatin1String("<no value>"));
        add(entry, {{}, odd ? PrintedAs::Json : PrintedAs::Quoted, false},
            keyOf(resource.id, path));
    }
}

void Exposures::addSecret(const Resource &resource)
{
    ValuesEntry existing;
    existing.path = valuesBlock(resource) + QStringList{QStringLiteral("existingSecret")};
    existing.value = QString();
    existing.help =
        tr("Name of the Secret that holds the values; empty: %1.").arg(m_prefix + resource.name);
    existing.schema = schema::objectName();
    existing.resource = resource.id;
    add(existing, {{}, PrintedAs::Quoted, true},
        keyOf(resource.id, Path(QStringLiteral("#existingSecret"))));

    ValuesEntry data;
    data.path = valuesBlock(resource) + QStringList{QStringLiteral("data")};
    data.value = Map();
    data.help =
        tr("Values, for an installation that lets the chart make the Secret. Keep them out of "
           "version control.");
    Map keys;
    for (const QString &key : resource.fields[u"data"].map().keys())
        keys.set(key, schema::freeText());
    data.schema =
        Map{{QStringLiteral("type"), List{QStringLiteral("object"), QStringLiteral("null")}},
            {QStringLiteral("additionalProperties"), false},
            {QStringLiteral("properties"), keys}};
    data.resource = resource.id;
    data.field = Path(QStringLiteral("data"));
    add(data, {{}, PrintedAs::Block, true}, keyOf(resource.id, Path(QStringLiteral("#data"))));
}

} // namespace chartwright
