// SPDX-License-Identifier: Apache-2.0
#include "project/resource_block.h"

#include "base/parts_pool.h"
#include "tree/yaml.h"

#include <QCoreApplication>
#include <QtConcurrentMap>

namespace chartwright::blocks {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Project", text); }

Read<QString> readText(const Path &at, const Value &value)
{
    switch (value.type()) {
    case Value::Type::Null:
        return QString();
    case Value::Type::List:
    case Value::Type::Map:
    case Value::Type::Ref:
    case Value::Type::Text:
        return fault(at, tr("this has to be a text"));
    default:
        return value.scalarText(); // a name such as 8080, written by hand without quotes
    }
}

Value writeAccepted(const QList<Acceptance> &accepted)
{
    List out;
    for (const Acceptance &a : accepted) {
        Map entry{{QStringLiteral("rule"), a.rule}};
        if (!a.path.isEmpty())
            entry.append(QStringLiteral("path"), a.path);
        entry.append(QStringLiteral("reason"), a.reason);
        for (const auto &[key, value] : a.extra.map())
            entry.append(key, value);
        out.append(entry);
    }
    return out;
}

Read<QList<Acceptance>> readAccepted(const Path &at, const Value &value)
{
    QList<Acceptance> out;
    if (!value.isNull() && !value.isList())
        return fault(at, tr("this has to be a list of accepted findings"));
    for (qsizetype i = 0; i < value.list().size(); ++i) {
        const Value &entry = value.list()[i];
        Acceptance a;
        for (const auto &[key, text] : {std::pair(&a.rule, u"rule"), std::pair(&a.path, u"path"),
                                        std::pair(&a.reason, u"reason")}) {
            auto read = readText(at.index(i), entry[text]);
            if (!read)
                return tl::unexpected(read.error());
            *key = *read;
        }
        if (a.rule.isEmpty()) {
            return fault(at.index(i), tr("an accepted finding names no rule"),
                         tr("Write \"rule: …\" and \"reason: …\", or remove the entry."));
        }
        Map extra;
        for (const auto &[key, more] : entry.map()) {
            if (key != u"rule" && key != u"path" && key != u"reason")
                extra.append(key, more);
        }
        if (!extra.isEmpty())
            a.extra = extra;
        out.append(a);
    }
    return out;
}

Value writePins(const QMap<QString, bool> &pins)
{
    Map out;
    for (auto it = pins.cbegin(); it != pins.cend(); ++it)
        out.append(it.key(), it.value());
    return out;
}

Read<QMap<QString, bool>> readPins(const Path &at, const Value &value)
{
    QMap<QString, bool> out;
    if (!value.isNull() && !value.isMap())
        return fault(at, tr("this has to be a map of fields to true or false"));
    for (const auto &[key, pinned] : value.map()) {
        if (pinned.type() != Value::Type::Bool)
            return fault(at.key(key), tr("this has to be true or false"));
        out.insert(key, pinned.toBool());
    }
    return out;
}

} // namespace

bool isId(const QString &text)
{
    // '#' ends an id in a written reference; the rest keeps ids readable in a difference.
    return !text.isEmpty() && text.size() <= 200 &&
           std::all_of(text.begin(), text.end(), [](QChar c) {
               return c.unicode() > 0x20 && c.unicode() < 0x7f && c != u'#';
           });
}

Value write(const Resource &resource)
{
    Map out{{QStringLiteral("kind"), resource.kind}, {QStringLiteral("name"), resource.name}};
    if (!resource.valuesKey.isEmpty())
        out.append(QStringLiteral("valuesKey"), resource.valuesKey);
    if (!resource.fields.isNull())
        out.append(QStringLiteral("fields"), resource.fields);
    if (!resource.accepted.isEmpty())
        out.append(QStringLiteral("accepted"), writeAccepted(resource.accepted));
    if (!resource.pins.isEmpty())
        out.append(QStringLiteral("pins"), writePins(resource.pins));
    for (const auto &[key, value] : resource.extra.map())
        out.append(key, value);
    return out;
}

QByteArray writeAll(QList<ResourcePtr> resources)
{
    if (resources.isEmpty())
        return QByteArrayLiteral("resources: {}\n");
    std::sort(resources.begin(), resources.end(), [](const ResourcePtr &a, const ResourcePtr &b) {
        return a->kind != b->kind ? a->kind < b->kind : a->id < b->id;
    });
    const auto append = [](QByteArray &all, const QByteArray &block) { all += block; };
    return QtConcurrent::blockingMappedReduced<QByteArray>(
        partsPool(), resources,
        [](const ResourcePtr &r) {
            return writeYaml(Map{{r->id.text, write(*r)}}, 2);
        },
        append, QByteArrayLiteral("resources:\n"),
        QtConcurrent::OrderedReduce | QtConcurrent::SequentialReduce);
}

Read<Resource> read(const Path &at, const QString &id, const Value &block)
{
    if (!isId(id)) {
        return fault(at, tr("\"%1\" cannot be the id of a resource").arg(id.left(80)),
                     tr("An id has no blanks, no # and no characters beyond ASCII."));
    }
    if (!block.isMap())
        return fault(at, tr("a resource has to be a map with \"kind\", \"name\" and \"fields\""));
    Resource out;
    out.id = ResourceId{id};
    out.valuesKeyFixed = true;
    Map extra;
    for (const auto &[key, value] : block.map()) {
        std::optional<Fault> bad;
        const auto take = [&bad](auto &into, auto read) {
            if (read)
                into = std::move(*read);
            else
                bad = read.error();
        };
        if (key == u"kind")
            take(out.kind, readText(at.key(key), value));
        else if (key == u"name")
            take(out.name, readText(at.key(key), value));
        else if (key == u"valuesKey")
            take(out.valuesKey, readText(at.key(key), value));
        else if (key == u"accepted")
            take(out.accepted, readAccepted(at.key(key), value));
        else if (key == u"pins")
            take(out.pins, readPins(at.key(key), value));
        else if (key != u"fields")
            extra.append(key, value);
        else if (!value.isMap() && !value.isNull())
            bad = Fault{at.key(key), tr("the fields have to be a map"), {}};
        else
            out.fields = value;
        if (bad)
            return tl::unexpected(*bad);
    }
    if (out.kind.isEmpty())
        return fault(at, tr("the resource \"%1\" has no kind").arg(id));
    if (!extra.isEmpty())
        out.extra = extra;
    return out;
}

Read<QList<ResourcePtr>> readAll(const Path &at, const Value &blocks)
{
    if (!blocks.isMap() && !blocks.isNull())
        return fault(at, tr("this has to be a map of resources by their ids"));
    QList<ResourcePtr> out;
    out.reserve(blocks.map().size());
    for (const auto &[id, block] : blocks.map()) {
        auto resource = read(at.key(id), id, block);
        if (!resource)
            return tl::unexpected(resource.error());
        out.append(std::make_shared<const Resource>(std::move(*resource)));
    }
    return out;
}

} // namespace chartwright::blocks
