// SPDX-License-Identifier: Apache-2.0
#include "chart/chart_writer.h"

#include "kinds/writers.h"
#include "manifest/go_text.h"
#include "model/kind_spec.h"

namespace chartwright {

using namespace manifest;

namespace {

constexpr int LongestName = 63;

/// Values that print as typed without quotes.
bool isPlain(PrintedAs as) { return as == PrintedAs::Bare || as == PrintedAs::Int64; }

/// A format of texts only is a text; neighbouring texts become one.
Node simplified(const QList<ChartWriter::Piece> &pieces)
{
    QList<ChartWriter::Piece> out;
    for (const auto &piece : pieces) {
        const QString *literal = std::get_if<QString>(&piece);
        QString *last = out.isEmpty() ? nullptr : std::get_if<QString>(&out.last());
        if (literal && last)
            *last += *literal;
        else if (!literal || !literal->isEmpty())
            out.append(piece);
    }
    if (out.isEmpty())
        return Literal{QString()};
    if (const QString *only = out.size() == 1 ? std::get_if<QString>(&out.first()) : nullptr)
        return Literal{*only};
    return Format{out, {}};
}

} // namespace

ChartWriter::ChartWriter(const Topology &topology)
    : m_topology(topology), m_exposures(topology), m_resources(writtenResources(topology))
{
    const ResourcePtr chart = topology.chart();
    m_chart = chart ? chart->name : QStringLiteral("chart");
    m_files = fileNames(m_resources);
    if (chart && chart->fields[u"prefixNames"].toBool()) {
        qsizetype longest = 0;
        for (const ResourcePtr &r : m_resources)
            longest = std::max(longest, r->name.size());
        m_prefixLength = std::max(8, LongestName - 1 - int(longest));
    }
}

QString ChartWriter::chartVersion() const
{
    const ResourcePtr chart = m_topology.chart();
    return chart ? chart->fields[u"version"].scalarText() : QString();
}

QString ChartWriter::appVersion() const
{
    const ResourcePtr chart = m_topology.chart();
    return chart ? chart->fields[u"appVersion"].scalarText() : QString();
}

Document ChartWriter::document(const Resource &resource) const
{
    return m_topology.kinds().find(resource.kind)->write(resource, *this);
}

QList<Definition> ChartWriter::definitions() const
{
    const Expr chart = Expr::of(Source::ChartName);
    const Filter noPlus = Filter::replace(QStringLiteral("+"), QStringLiteral("_"));
    const Filter noDash = Filter::trimSuffix(QStringLiteral("-"));
    QList<Definition> out{
        {definition(QStringLiteral("labels")),
         Entries{Entry::of(QStringLiteral("helm.sh/chart"),
                           Format{{chart, QStringLiteral("-"), Expr::of(Source::ChartVersion)},
                                  {noPlus, Filter::trunc(63), noDash, Filter::quote()}}),
                 Entry::of(QStringLiteral("app.kubernetes.io/name"), chart | Filter::quote()),
                 Entry::of(QStringLiteral("app.kubernetes.io/instance"),
                           Expr::of(Source::ReleaseName) | Filter::quote()),
                 Entry::of(QStringLiteral("app.kubernetes.io/version"),
                           Expr::of(Source::AppVersion) | noPlus | Filter::trunc(63) | noDash |
                               Filter::quote()),
                 Entry::of(QStringLiteral("app.kubernetes.io/managed-by"),
                           Expr::of(Source::ReleaseService))},
         0}};
    if (prefixesNames())
        out.append({definition(QStringLiteral("prefix")), {}, m_prefixLength});
    for (const ResourcePtr &r : m_resources) {
        if (r->kind != u"ConfigMap")
            continue;
        if (const Entries data = configData(*r, *this); !data.isEmpty())
            out.append({definition(configDefinition(*r)), data, 0});
    }
    return out;
}

QString ChartWriter::definition(const QString &name) const { return m_chart + u'.' + name; }

QString ChartWriter::file(const Resource &resource) const { return m_files.value(resource.id); }

QList<ChartWriter::Piece> ChartWriter::namePieces(const Resource &resource) const
{
    if (prefixesNames())
        return {Expr::include(definition(QStringLiteral("prefix")), true), resource.name};
    return {resource.name};
}

Node ChartWriter::name(const Resource &resource) const { return simplified(namePieces(resource)); }

QList<ChartWriter::Piece> ChartWriter::pieces(const Ref &ref) const
{
    const ResourcePtr target = m_topology.find(ref.target);
    if (!target)
        return {QString()};
    if (ref.part.isEmpty()) {
        const KindSpec *kind = m_topology.kinds().find(target->kind);
        if (target->kind != u"Secret" || !kind || !kind->write)
            return kind && kind->write ? namePieces(*target) : QList<Piece>{target->name};
        // Whoever installs the chart may bring a Secret along.
        return {ownValue(*target, QStringLiteral("existingSecret")) |
                Filter::otherwise(name(*target))};
    }
    const auto part = findPart(m_topology.kinds(), *target, ref.part);
    if (!part)
        return {QString()};
    if (target->kind == u"Service" && ref.part.startsWith(u"port/")) {
        const Path port = part->namePath.parent().key(QStringLiteral("port"));
        if (const auto expr = expression(*target, port))
            return {*expr};
    }
    return {part->value.scalarText()};
}

Node ChartWriter::reference(const Ref &ref) const
{
    const QList<Piece> list = pieces(ref);
    if (list.size() == 1) {
        if (const Expr *expr = std::get_if<Expr>(&list.first())) {
            // A Secret's name may be any that is given; a port is a number.
            return expr->plain ? Node(*expr) : Node(*expr | Filter::quote());
        }
    }
    const ResourcePtr target = m_topology.find(ref.target);
    const auto part = target && !ref.part.isEmpty()
                          ? findPart(m_topology.kinds(), *target, ref.part)
                          : std::nullopt;
    return part && part->value.type() == Value::Type::Int ? Node(Literal{part->value})
                                                          : simplified(list);
}

Entries ChartWriter::selector(const Resource &deployment) const
{
    const Path drawn(QStringLiteral("spec.selector.matchLabels"));
    if (!deployment[drawn].map().isEmpty())
        return members(deployment, drawn);
    return {Entry::of(QStringLiteral("app"), name(deployment)),
            Entry::of(QStringLiteral("app.kubernetes.io/instance"),
                      Expr::of(Source::ReleaseName) | Filter::quote())};
}

Entries ChartWriter::members(const Resource &resource, const Path &path,
                             const QStringList &skip) const
{
    return members(resource, path, path.isEmpty() ? resource.fields : at(resource.fields, path),
                   skip);
}

Entries ChartWriter::members(const Resource &resource, const Path &path, const Value &value,
                             const QStringList &skip) const
{
    QStringList keys = value.map().keys();
    for (const QString &key : m_exposures.added(resource.id, path)) {
        if (!keys.contains(key))
            keys.append(key);
    }
    Entries out;
    for (const QString &key : inOrder(keys, path)) {
        if (skip.contains(key))
            continue;
        if (auto made = entry(resource, path.key(key), value.map().find(key)))
            out.append(*made);
    }
    return out;
}

Expr ChartWriter::printed(const Exposed &exposed) const
{
    Expr expr = Expr::values(exposed.path, isPlain(exposed.as));
    switch (exposed.as) {
    case PrintedAs::Int64:
        return expr | Filter::int64();
    case PrintedAs::Quoted:
        return expr | Filter::quote();
    case PrintedAs::Json:
        return expr | Filter::toJson();
    default:
        return expr;
    }
}

std::optional<Entry> ChartWriter::entry(const Resource &resource, const Path &path,
                                        const Value *value) const
{
    const QString key = path.last().name;
    if (const Exposed *exposed = m_exposures.find(resource.id, path)) {
        const Expr whole = Expr::values(exposed->path);
        if (exposed->as == PrintedAs::Block)
            return Entry::with(whole, key, Block{Expr::dot()});
        if (exposed->optional) {
            const Filter filter =
                exposed->as == PrintedAs::Json ? Filter::toJson() : Filter::quote();
            return Entry::with(whole, key, Expr::dot() | filter);
        }
        Expr expr = printed(*exposed);
        if (value && holdsRefs(*value)) {
            // A value made of references stands as "" in values.yaml.
            const Node drawn = value->asRef() ? reference(*value->asRef()) : text(*value->asText());
            expr = whole | Filter::otherwise(drawn) | Filter::quote();
        }
        return Entry::of(key, expr);
    }
    if (key == u"image") {
        if (const auto made = image(resource, path.parent()))
            return Entry::of(key, *made);
    }
    if (!value || value->isNull()) {
        const Entries below = standing(members(resource, path, Value(), {}), false);
        return below.isEmpty() ? std::nullopt : std::optional(Entry::of(key, below));
    }
    return Entry::of(key, node(resource, path, *value));
}

Node ChartWriter::node(const Resource &resource, const Path &path) const
{
    const Value &value = at(resource.fields, path);
    const auto made = entry(resource, path, &value);
    return made && !made->when ? made->value : node(resource, path, value);
}

Node ChartWriter::node(const Resource &resource, const Path &path, const Value &value) const
{
    if (const Ref *ref = value.asRef())
        return reference(*ref);
    if (const Text *t = value.asText())
        return text(*t);
    if (value.isMap()) {
        const bool inList = !path.isEmpty() && path.last().kind != Path::Step::Kind::Key;
        return standing(members(resource, path, value, {}), inList);
    }
    if (const List *list = value.asList()) {
        Items items;
        for (qsizetype i = 0; i < list->size(); ++i) {
            const Path::Step step = itemStep(path.last().name, *list, i);
            const Path item =
                step.kind == Path::Step::Kind::Item ? path.item(step.name) : path.index(i);
            items.append({node(resource, item, (*list)[i]), {}});
        }
        return items;
    }
    return Literal{value};
}

Node ChartWriter::text(const Text &text) const
{
    QList<Piece> out;
    for (const auto &piece : text.pieces) {
        if (const QString *literal = std::get_if<QString>(&piece))
            out.append(*literal);
        else
            out += pieces(std::get<Ref>(piece));
    }
    return simplified(out);
}

std::optional<Node> ChartWriter::image(const Resource &resource, const Path &container) const
{
    const Exposed *repository = m_exposures.image(resource.id, container, false);
    const Exposed *tag = m_exposures.image(resource.id, container, true);
    if (repository && tag) {
        return Format{{Expr::values(repository->path, true), QStringLiteral(":"),
                       Expr::values(tag->path, true)},
                      {}};
    }
    const Ref *ref = at(resource.fields, container.key(QStringLiteral("image"))).asRef();
    const ResourcePtr drawn = ref ? m_topology.find(ref->target) : nullptr;
    if (!drawn)
        return std::nullopt;
    QString whole = drawn->name;
    if (const QString registry = drawn->fields[u"registry"].scalarText(); !registry.isEmpty())
        whole = registry + u'/' + whole;
    if (const QString t = drawn->fields[u"tag"].scalarText(); !t.isEmpty())
        whole += u':' + t;
    if (const QString digest = drawn->fields[u"digest"].scalarText(); !digest.isEmpty())
        whole += u'@' + digest;
    return Literal{whole};
}

std::optional<Expr> ChartWriter::expression(const Resource &resource, const Path &path) const
{
    const Exposed *exposed = m_exposures.find(resource.id, path);
    return exposed ? std::optional(Expr::values(exposed->path, isPlain(exposed->as)))
                   : std::nullopt;
}

Expr ChartWriter::ownValue(const Resource &resource, const QString &key) const
{
    const Exposed *exposed = m_exposures.find(resource.id, Path(u'#' + key));
    return Expr::values(exposed ? exposed->path : valuesBlock(resource) + QStringList{key});
}

} // namespace chartwright
