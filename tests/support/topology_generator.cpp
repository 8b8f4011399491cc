// SPDX-License-Identifier: Apache-2.0
#include "support/topology_generator.h"

#include "base/names.h"
#include "kinds/registry.h"
#include "kinds/table.h"
#include "model/edits.h"
#include "model/wires.h"
#include "support/random_values.h"

using namespace chartwright;

namespace chartwright_test {

namespace {

QString serviceName(const QString &name)
{
    return names::isDnsLabel1035(name) ? QString() : QStringLiteral("no");
}

bool isOftenFilled(const FieldSpec &field)
{
    static const QStringList often{QStringLiteral("spec.template.spec.volumes"),
                                   QStringLiteral("spec.template.spec.containers"),
                                   QStringLiteral("spec.template.spec.initContainers")};
    return often.contains(field.path);
}

class Generator
{
public:
    Generator(quint32 seed, const GeneratorOptions &options, Hits *hits)
        : m_random(seed, options.hardStrings), m_options(options), m_hits(hits),
          m_topology(allKinds())
    {
    }

    Topology run()
    {
        Resource chart =
            make(QStringLiteral("Chart"),
                 m_random.pick(QStringList{QStringLiteral("todo-app"), QStringLiteral("on"),
                                           QStringLiteral("123"),
                                           QStringLiteral("a-rather-long-name-of-a-chart")}));
        m_topology.put(chart);
        const int count = m_options.least + m_random.below(m_options.most - m_options.least + 1);
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
            m_topology.put(make(m_random.pick(kinds), {}));
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
    RandomValues m_random;
    GeneratorOptions m_options;
    Hits *m_hits;
    Topology m_topology;
    int m_serial = 0;

    void hit(const QString &what)
    {
        if (m_hits)
            ++(*m_hits)[what];
    }

    QString name(const QString &kind)
    {
        if (m_random.chance(40))
            return m_random.pick(QStringList{QStringLiteral("todo-backend"), QStringLiteral("web"),
                                             QStringLiteral("api")});
        const bool letterFirst = kind == u"Service" || kind == u"Release";
        return m_random.legalText(letterFirst ? serviceName : table::dnsSubdomain);
    }

    Resource make(const QString &kind, const QString &wanted)
    {
        const QString own = wanted.isEmpty() ? m_topology.freeName(kind, name(kind)) : wanted;
        Resource r = newResource(m_topology, kind, own);
        r.id = {QStringLiteral("r%1").arg(m_serial++, 4, 10, QLatin1Char('0'))};
        r.name = own;
        hit(QStringLiteral("kind/") + kind);
        if (kind == u"ConfigMap" || kind == u"Secret") {
            Map data;
            for (int i = m_random.below(20); i > 0; --i) {
                const QString key = m_random.legalText(table::dataKey);
                data.set(key, kind == u"Secret" ? Value(Map()) : Value(m_random.hardText()));
            }
            r.fields = with(r.fields, Path(QStringLiteral("data")), data);
        }
        if (kind == u"Manifest")
            r.fields = Map{{QStringLiteral("manifest"), object()}};
        if (kind == u"Deployment") {
            List containers{container(0)};
            if (m_random.chance(50))
                containers.append(container(1));
            r.fields =
                with(r.fields, Path(QStringLiteral("spec.template.spec.containers")), containers);
        }
        return r;
    }

    /// Of a kind that needs no table, as wild as can be.
    Map object()
    {
        static const QStringList kinds{QStringLiteral("CronJob"), QStringLiteral("Job"),
                                       QStringLiteral("Cart"), QStringLiteral("ServiceAccount")};
        Map spec, labels{{QStringLiteral("team"), m_random.hardText()}};
        for (int i = m_random.below(6); i > 0; --i)
            spec.set(QStringLiteral("text%1").arg(i), m_random.hardText());
        spec.set(QStringLiteral("list"),
                 List{m_random.hardText(), List(), List{Map{}, 3, true, 0.25, Value()}});
        return {{QStringLiteral("apiVersion"), QStringLiteral("example.com/v1")},
                {QStringLiteral("kind"), m_random.pick(kinds)},
                {QStringLiteral("metadata"), Map{{QStringLiteral("annotations"), labels}}},
                {QStringLiteral("spec"), spec}};
    }

    Map container(int i)
    {
        List ports;
        for (int p = 0; p < m_random.below(3); ++p) {
            Map port{{QStringLiteral("containerPort"), 8000 + 10 * i + p}};
            if (m_random.chance(80))
                port.set(QStringLiteral("name"), QStringLiteral("p%1%2").arg(i).arg(p));
            if (m_random.chance(30))
                port.set(QStringLiteral("protocol"), QStringLiteral("TCP"));
            if (m_random.chance(10))
                port.set(QStringLiteral("hostPort"), 9000 + 10 * i + p);
            ports.append(port);
        }
        const QString name = i == 0                ? QStringLiteral("app")
                             : m_random.chance(40) ? QStringLiteral("side-car")
                                                   : m_random.legalText(table::dnsLabel);
        Map out{{QStringLiteral("name"), name}};
        if (!ports.isEmpty())
            out.set(QStringLiteral("ports"), ports);
        List env, args;
        for (int v = m_random.below(6); v > 0; --v)
            env.append(Map{{QStringLiteral("name"), QStringLiteral("V%1").arg(v)},
                           {QStringLiteral("value"), m_random.hardText()}});
        for (int a = m_random.below(6); a > 0; --a)
            args.append(m_random.hardText());
        if (!env.isEmpty())
            out.set(QStringLiteral("env"), env);
        if (!args.isEmpty())
            out.set(QStringLiteral("args"), args);
        return out;
    }

    void fill(const ResourceId &id)
    {
        Resource r = *m_topology.find(id);
        const KindSpec *kind = allKinds().find(r.kind);
        QList<FieldSpec> fields = kind->fields;
        // Mounts name volumes.
        std::stable_partition(fields.begin(), fields.end(), [](const FieldSpec &field) {
            return field.path == u"spec.template.spec.volumes";
        });
        for (const FieldSpec &field : std::as_const(fields)) {
            static const QStringList kept{QStringLiteral("data"), QStringLiteral("overrides"),
                                          QStringLiteral("version"), QStringLiteral("type"),
                                          QStringLiteral("manifest")};
            if (field.readOnly || kept.contains(field.path) ||
                !m_random.chance(isOftenFilled(field) ? 85 : 35))
                continue;
            if (field.path == u"spec.template.spec.containers") {
                fillContainers(r, field);
            } else if (const Value value = m_random.value(field, m_topology, id); !value.isNull()) {
                r.fields = with(r.fields, Path(field.path), value);
            }
            m_topology.put(r);
        }
    }

    /// Beside the ports that they have.
    void fillContainers(Resource &r, const FieldSpec &field)
    {
        const Path path(field.path);
        List list = at(r.fields, path).list();
        for (Value &container : list) {
            const Map more = m_random.structure(field.fields, m_topology, r.id);
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
            const ResourcePtr from = m_random.pick(m_topology.resources()),
                              to = m_random.pick(m_topology.resources());
            if (from->id == to->id)
                continue;
            const WireEnd a{from->id, {}}, b{to->id, {}};
            const WireOffer offered = offer(m_topology, a, b);
            if (offered.meanings.isEmpty())
                continue;
            const WireSpec *spec = m_random.pick(offered.meanings);
            if (spec->from != from->kind)
                continue;
            QStringList ticked;
            if (spec->ticks) {
                for (const Tick &tick : spec->ticks(m_topology, a, b)) {
                    if (m_random.chance(60))
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
                        if (m_random.chance(4) && (value || !spec.valuesName.isEmpty()))
                            r.pins.insert(path.text(), m_random.chance(60));
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
                        List{Map{{QStringLiteral("of"), Ref{m_random.pick(deployments)->id, {}}},
                                 {QStringLiteral("path"),
                                  m_random.pick(QStringList{QStringLiteral("spec.replicas"),
                                                            QStringLiteral("spec.strategy.type")})},
                                 {QStringLiteral("value"), 3}}});
        m_topology.put(r);
    }

    void countFields()
    {
        for (const ResourcePtr &r : m_topology.resources()) {
            const KindSpec *kind = allKinds().find(r->kind);
            hit(QStringLiteral("name ") + r->name);
            visitFields(kind->fields, r->fields,
                        [&](const FieldSpec &spec, const Path &path, const Value *value) {
                            if (!value || value->isNull())
                                return;
                            hit(QStringLiteral("field/") + r->kind + u' ' + path.pattern());
                            countTexts(spec, path.last().name, *value);
                        });
        }
    }

    void countTexts(const FieldSpec &spec, const QString &name, const Value &value)
    {
        if (spec.path == u"value" && value.isString())
            hit(QStringLiteral("variable ") + value.toString());
        if (name == u"data" || name == u"annotations") {
            for (const auto &[key, text] : value.map())
                hit(name + u' ' + text.scalarText());
        }
        if (name == u"args") {
            for (const Value &text : value.list())
                hit(QStringLiteral("args ") + text.scalarText());
        }
    }
};

} // namespace

Topology randomTopology(quint32 seed, const GeneratorOptions &options, Hits *hits)
{
    return Generator(seed, options, hits).run();
}

} // namespace chartwright_test
