// SPDX-License-Identifier: Apache-2.0
#include "support/topology_generator.h"

#include "chart/schema.h"
#include "chart/values.h"
#include "kinds/registry.h"
#include "model/edits.h"
#include "model/wires.h"
#include "support/hard_strings.h"

using namespace chartwright;

namespace chartwright_test {

namespace {

const QStringList &legalTexts()
{
    static const QStringList texts{
        QStringLiteral("a"),
        QStringLiteral("web-1"),
        QStringLiteral("y"),
        QStringLiteral("null"),
        QStringLiteral("true"),
        QStringLiteral("1e3"),
        QStringLiteral("x.example.com"),
        QStringLiteral("*.example.com"),
        QStringLiteral("example.com/key"),
        QStringLiteral("kubernetes.io/role"),
        QStringLiteral("/data"),
        QStringLiteral("/"),
        QStringLiteral("/a b/{{ .x }}"),
        QStringLiteral("LOG_LEVEL"),
        QStringLiteral("http"),
        QStringLiteral("grpc-1"),
        QStringLiteral("nginx.conf"),
        QStringLiteral("_x"),
        QStringLiteral("https://example.org/a.svg"),
        QStringLiteral("me@example.org"),
        QStringLiteral("1.2.3-rc.1+b7"),
        QStringLiteral("registry.example.com:5000"),
        QStringLiteral("v1.0.0"),
        QStringLiteral("0123"),
        QStringLiteral("sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")};
    return texts;
}

class Generator
{
public:
    Generator(quint32 seed, const GeneratorOptions &options, Hits *hits)
        : m_random(seed), m_options(options), m_hits(hits), m_hard(hardStrings()),
          m_topology(allKinds())
    {
    }

    Topology run()
    {
        Resource chart = make(QStringLiteral("Chart"),
                              pick(QStringList{QStringLiteral("todo-app"), QStringLiteral("on"),
                                               QStringLiteral("123"),
                                               QStringLiteral("a-rather-long-name-of-a-chart")}));
        m_topology.put(chart);
        const int count = m_options.least + below(m_options.most - m_options.least + 1);
        // What the others hang on comes twice; a kind that is added comes by itself.
        QStringList kinds{
            QStringLiteral("Deployment"), QStringLiteral("Service"),    QStringLiteral("ConfigMap"),
            QStringLiteral("Secret"),     QStringLiteral("Ingress"),    QStringLiteral("Image"),
            QStringLiteral("Release"),    QStringLiteral("Deployment"), QStringLiteral("Service")};
        for (const KindSpec &kind : allKinds().all()) {
            if (kind.kind != u"Chart" && !kinds.contains(kind.kind))
                kinds.append(kind.kind);
        }
        for (int i = 1; i < count; ++i)
            m_topology.put(make(pick(kinds), {}));
        // Twice: a reference finds something to refer to only in the second round.
        for (const ResourcePtr &r : QList<ResourcePtr>(m_topology.resources()))
            fill(r->id);
        wire(count * 2);
        for (const ResourcePtr &r : QList<ResourcePtr>(m_topology.resources()))
            pinSome(r->id);
        overrideSome();
        countFields();
        return m_topology;
    }

private:
    QRandomGenerator m_random;
    GeneratorOptions m_options;
    Hits *m_hits;
    QStringList m_hard;
    Topology m_topology;
    ResourceId m_self;
    int m_serial = 0;

    int below(int n) { return n <= 1 ? 0 : m_random.bounded(n); }
    bool chance(int percent) { return below(100) < percent; }
    template <class T> T pick(const QList<T> &list) { return list[below(int(list.size()))]; }
    void hit(const QString &what)
    {
        if (m_hits)
            ++(*m_hits)[what];
    }

    QString hardText()
    {
        return m_options.hardStrings && chance(60) ? pick(m_hard) : pick(legalTexts());
    }

    Resource make(const QString &kind, const QString &wanted)
    {
        // Names that are something else in YAML; a Service's starts with a letter.
        static const QStringList names{QStringLiteral("todo-backend"), QStringLiteral("y"),
                                       QStringLiteral("null"),         QStringLiteral("no"),
                                       QStringLiteral("web"),          QStringLiteral("true"),
                                       QStringLiteral("off"),          QStringLiteral("api")};
        static const QStringList odd{QStringLiteral("123"), QStringLiteral("1e3"),
                                     QStringLiteral("0x1f"), QStringLiteral("1-2")};
        QString name = wanted;
        if (name.isEmpty())
            name = m_topology.freeName(kind, kind != u"Service" && kind != u"Release" && chance(20)
                                                 ? pick(odd)
                                                 : pick(names));
        Resource r = newResource(m_topology, kind, name);
        r.id = {QStringLiteral("r%1").arg(m_serial++, 4, 10, QLatin1Char('0'))};
        r.name = name;
        hit(QStringLiteral("kind/") + kind);
        if (kind == u"ConfigMap" || kind == u"Secret") {
            Map data;
            for (int i = below(6); i > 0; --i) {
                const QString key =
                    legalText(allKinds().find(QStringLiteral("ConfigMap"))->fields.first().check);
                data.set(key, kind == u"Secret" ? Value(Map()) : Value(hardText()));
            }
            r.fields = with(r.fields, Path(QStringLiteral("data")), data);
        }
        if (kind == u"Deployment") {
            List containers;
            for (int i = 0; i < 1 + below(2); ++i) {
                List ports;
                for (int p = 0; p < below(3); ++p)
                    ports.append(
                        chance(80)
                            ? Map{{QStringLiteral("name"), QStringLiteral("p%1%2").arg(i).arg(p)},
                                  {QStringLiteral("containerPort"), 8000 + 10 * i + p}}
                            : Map{{QStringLiteral("containerPort"), 9000 + 10 * i + p}});
                Map container{{QStringLiteral("name"),
                               i == 0 ? QStringLiteral("app") : QStringLiteral("side-car")}};
                if (!ports.isEmpty())
                    container.set(QStringLiteral("ports"), ports);
                containers.append(container);
            }
            r.fields =
                with(r.fields, Path(QStringLiteral("spec.template.spec.containers")), containers);
        }
        return r;
    }

    QString legalText(QString (*check)(const QString &))
    {
        if (!check)
            return hardText();
        QStringList legal = legalTexts();
        legal.removeIf([&](const QString &t) { return !check(t).isEmpty(); });
        return legal.isEmpty() ? QString() : pick(legal);
    }

    Value yaml(int depth)
    {
        switch (below(depth > 2 ? 4 : 6)) {
        case 0:
            return qint64(below(2'000'000'000));
        case 1:
            return chance(50);
        case 2:
        case 3:
            return hardText();
        case 4:
            return List{yaml(depth + 1), yaml(depth + 1)};
        default:
            return Map{{pick(legalTexts()), yaml(depth + 1)},
                       {QStringLiteral("k"), yaml(depth + 1)}};
        }
    }

    Value reference(const FieldSpec &spec)
    {
        QList<Ref> refs;
        const auto addParts = [&](const ResourcePtr &r) {
            const KindSpec *kind = allKinds().find(r->kind);
            if (spec.refPart.isEmpty())
                refs.append({r->id, {}});
            else if (kind->parts) {
                for (const Part &p : kind->parts(*r)) {
                    if (p.part.startsWith(spec.refPart))
                        refs.append({r->id, p.part});
                }
            }
        };
        // Ports and volumes of a probe or mount are the workload's own.
        const ResourcePtr self = m_topology.find(m_self);
        const bool own = self->kind == spec.refKind && !spec.refPart.isEmpty();
        for (const ResourcePtr &r :
             own ? QList<ResourcePtr>{self} : m_topology.ofKind(spec.refKind))
            addParts(r);
        return refs.isEmpty() ? Value() : Value(pick(refs));
    }

    Map structure(const QList<FieldSpec> &fields, int depth)
    {
        Value out = Map();
        for (const FieldSpec &field : fields) {
            if (!field.required && !chance(depth > 1 ? 50 : 35))
                continue;
            const Value value = generate(field, depth + 1);
            if (value.isNull())
                continue;
            if (!field.path.isEmpty())
                out = with(out, Path(field.path), value);
            else
                for (const auto &[key, inner] : value.map())
                    out = with(out, Path().key(key), inner);
        }
        return out.map();
    }

    Value generate(const FieldSpec &spec, int depth = 0)
    {
        switch (spec.type) {
        case FieldType::String:
        case FieldType::Text: {
            const QString text =
                spec.required && !spec.check ? pick(legalTexts()) : legalText(spec.check);
            return spec.check && text.isEmpty() ? Value() : Value(text);
        }
        case FieldType::Bool:
            return chance(50);
        case FieldType::Int: {
            const qint64 least = spec.min.value_or(0),
                         most = spec.max.value_or(chance(20) ? 2'000'000'000 : 100);
            return qint64(least + qint64(m_random.bounded(double(most - least))));
        }
        case FieldType::Quantity:
            return pick(QList<Value>{QStringLiteral("100m"), QStringLiteral("0.5"),
                                     QStringLiteral("1"), QStringLiteral("128Mi"),
                                     QStringLiteral("1e3"), QStringLiteral("1Gi"), 1, 2});
        case FieldType::IntOrPercent:
            return chance(50) ? Value(below(20)) : Value(QStringLiteral("%1%").arg(below(101)));
        case FieldType::Port: {
            const Value ref = chance(60) ? reference(spec) : Value();
            return !ref.isNull() ? ref
                   : chance(70)  ? Value(1 + below(65535))
                                 : Value(QStringLiteral("http"));
        }
        case FieldType::Choice:
            return pick(spec.choices);
        case FieldType::Ref:
            return reference(spec);
        case FieldType::StringList: {
            List list;
            for (int i = below(4); i >= 0; --i) {
                if (const QString text = legalText(spec.check); !spec.check || !text.isEmpty())
                    list.append(text);
            }
            return list;
        }
        case FieldType::StringMap: {
            Map map;
            for (int i = below(4); i >= 0; --i)
                map.set(legalText(spec.check), hardText());
            return map;
        }
        case FieldType::Struct:
            return structure(spec.fields, depth);
        case FieldType::StructList: {
            List list;
            QStringList names;
            for (int i = below(3); i >= 0; --i) {
                Map item = structure(spec.fields, depth);
                // The merge key tells items apart.
                const QString key = mergeKeys(Path(spec.path).last().name).first();
                const QString name = item[key].scalarText();
                if (!item.isEmpty() && !names.contains(name)) {
                    names.append(name);
                    list.append(item);
                }
            }
            return list.isEmpty() ? Value() : Value(list);
        }
        case FieldType::StructMap:
            return {};
        case FieldType::Union: {
            const FieldSpec &alternative = pick(spec.fields);
            const Value value = generate(alternative, depth);
            return value.isNull() ? Value() : with(Map(), Path(alternative.path), value);
        }
        case FieldType::Yaml:
            return Map{{QStringLiteral("k"), yaml(0)}};
        }
        return {};
    }

    void fill(const ResourceId &id)
    {
        m_self = id;
        Resource r = *m_topology.find(id);
        const KindSpec *kind = allKinds().find(r.kind);
        for (const FieldSpec &field : kind->fields) {
            static const QStringList kept{QStringLiteral("data"), QStringLiteral("overrides"),
                                          QStringLiteral("version"), QStringLiteral("appVersion"),
                                          QStringLiteral("type")};
            if (field.readOnly || kept.contains(field.path) || !chance(35))
                continue;
            if (field.path == u"spec.template.spec.containers") {
                fillContainers(r, field);
                continue;
            }
            const Value value = generate(field);
            if (!value.isNull())
                r.fields = with(r.fields, Path(field.path), value);
            m_topology.put(r);
        }
        m_topology.put(r);
    }

    /// Beside the ports that they have.
    void fillContainers(Resource &r, const FieldSpec &field)
    {
        const Path path(field.path);
        List list = at(r.fields, path).list();
        for (Value &container : list) {
            const Map more = structure(field.fields, 1);
            for (const auto &[key, value] : more) {
                if (key != u"name" && key != u"ports")
                    container = with(container, Path().key(key), value);
            }
        }
        r.fields = with(r.fields, path, list);
    }

    void wire(int attempts)
    {
        QList<std::pair<ResourceId, ResourceId>> pairs;
        for (int i = 0; i < attempts; ++i) {
            const ResourcePtr from = pick(m_topology.resources()),
                              to = pick(m_topology.resources());
            if (from->id == to->id)
                continue;
            const WireEnd a{from->id, {}}, b{to->id, {}};
            const WireOffer offered = offer(m_topology, a, b);
            if (offered.meanings.isEmpty())
                continue;
            const WireSpec *spec = pick(offered.meanings);
            if (spec->from != from->kind)
                continue;
            QStringList ticked;
            if (spec->ticks) {
                for (const Tick &tick : spec->ticks(m_topology, a, b)) {
                    if (chance(60))
                        ticked.append(tick.id);
                }
            }
            m_topology.apply(drawWire(m_topology, *spec, a, b, ticked));
            hit(QStringLiteral("wire/") + spec->id);
        }
    }

    void pinSome(const ResourceId &id)
    {
        Resource r = *m_topology.find(id);
        const KindSpec *kind = allKinds().find(r.kind);
        visitFields(kind->fields, r.fields,
                    [&](const FieldSpec &spec, const Path &path, const Value *value) {
                        if (chance(4) && (value || !spec.valuesName.isEmpty()))
                            r.pins.insert(path.text(), chance(60));
                    });
        m_topology.put(r);
    }

    void overrideSome()
    {
        const QList<ResourcePtr> releases = m_topology.ofKind(QStringLiteral("Release"));
        const QList<ResourcePtr> deployments = m_topology.ofKind(QStringLiteral("Deployment"));
        if (releases.isEmpty() || deployments.isEmpty())
            return;
        Resource r = *releases.first();
        r.fields = with(r.fields, Path(QStringLiteral("overrides")),
                        List{Map{{QStringLiteral("of"), Ref{pick(deployments)->id, {}}},
                                 {QStringLiteral("path"),
                                  pick(QStringList{QStringLiteral("spec.replicas"),
                                                   QStringLiteral("spec.strategy.type")})},
                                 {QStringLiteral("value"), 3}}});
        m_topology.put(r);
    }

    void countFields()
    {
        for (const ResourcePtr &r : m_topology.resources()) {
            const KindSpec *kind = allKinds().find(r->kind);
            visitFields(kind->fields, r->fields,
                        [&](const FieldSpec &, const Path &path, const Value *value) {
                            if (value && !value->isNull())
                                hit(QStringLiteral("field/") + r->kind + u' ' + path.pattern());
                        });
        }
    }
};

QString setText(const QString &text)
{
    QString out;
    for (const QChar c : text) {
        if (QStringView(u",\\[]{}=.").contains(c))
            out += u'\\';
        out += c;
    }
    return out;
}

} // namespace

Topology randomTopology(quint32 seed, const GeneratorOptions &options, Hits *hits)
{
    return Generator(seed, options, hits).run();
}

QStringList randomSets(const Topology &topology, QRandomGenerator &random)
{
    static const QList<std::pair<QString, Value>> candidates{
        {QStringLiteral("3"), 3},
        {QStringLiteral("0"), 0},
        {QStringLiteral("8080"), 8080},
        {QStringLiteral("2000000"), 2000000},
        {QStringLiteral("true"), true},
        {QStringLiteral("false"), false},
        {QStringLiteral("debug"), QStringLiteral("debug")},
        {QStringLiteral("NodePort"), QStringLiteral("NodePort")},
        {QStringLiteral("Always"), QStringLiteral("Always")},
        {QStringLiteral("x.example.com"), QStringLiteral("x.example.com")},
        {QString(), QString()},
        {QStringLiteral("null"), Value()},
        {QStringLiteral("a\\,b: \"{{c}}\""), QStringLiteral("a,b: \"{{c}}\"")},
        {QStringLiteral("50%"), QStringLiteral("50%")},
        {QStringLiteral("007"), QStringLiteral("007")},
        {QStringLiteral("-5"), -5}};
    QStringList out;
    const QList<ValuesEntry> entries = valuesEntries(topology);
    for (const ValuesEntry &entry : entries) {
        if (random.bounded(100) >= 25)
            continue;
        const auto &[text, value] = candidates[random.bounded(int(candidates.size()))];
        if (value.isNull() ? entry.required : !schema::problems(entry.schema, value).isEmpty())
            continue;
        QStringList keys;
        for (const QString &key : entry.path)
            keys.append(setText(key));
        out.append(keys.join(u'.') + u'=' + text);
    }
    return out;
}

} // namespace chartwright_test
