// SPDX-License-Identifier: Apache-2.0
#include "chart/schema.h"
#include "kinds/registry.h"
#include "manifest/go_text.h"
#include "support/hard_strings.h"
#include "support/helm.h"
#include "support/test_case.h"
#include "tree/yaml.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace chartwright;
using chartwright_test::Helm;

namespace {

/// "Service spec.ports[].port" and the row of the table.
using Named = QMap<QString, const FieldSpec *>;

/// What is typed or chosen as one value: all but structures and lists of them.
void leaves(const QList<FieldSpec> &table, const QString &base, Named &out)
{
    for (const FieldSpec &field : table) {
        const QString here = base + u' ' + Path(field.path).pattern();
        if (!field.fields.isEmpty())
            leaves(field.fields, here, out);
        else if (!field.readOnly && field.type != FieldType::Yaml &&
                 field.type != FieldType::KeptValue)
            out.insert(here, &field);
    }
}

Named leavesOfManifests()
{
    Named out;
    for (const KindSpec &kind : allKinds().all()) {
        if (kind.write)
            leaves(kind.fields, kind.kind, out);
    }
    return out;
}

QStringList typed(const FieldSpec &spec)
{
    QStringList out = chartwright_test::hardStrings() + spec.choices;
    for (const char *text : {"3",
                             "-3",
                             "65535",
                             "65536",
                             "999999",
                             "1000000",
                             "25%",
                             "25 %",
                             "007%",
                             "1000000%",
                             "100m",
                             "1.5Gi",
                             "1.5gi",
                             "-1",
                             "1e3",
                             "5x",
                             "http",
                             "http-2",
                             "2-http",
                             "-http",
                             "a--b",
                             "HTTP",
                             "0-0",
                             "x.example.com",
                             "*.example.com",
                             "x.*.com",
                             "example.com/key",
                             "a/b/c",
                             "/x",
                             "x/",
                             "-x",
                             "x-",
                             "x_y",
                             "LOG_LEVEL",
                             "0A",
                             "/data",
                             "data",
                             "nginx.conf",
                             ".."})
        out.append(QString::fromLatin1(text));
    for (const int length : {15, 16, 63, 64, 253, 254})
        out.append(QString(length, u'a'));
    for (const std::optional<qint64> &bound : {spec.min, spec.max}) {
        for (const qint64 by : {-1, 0, 1})
            out.append(QString::number(bound.value_or(0) + by));
    }
    out.removeDuplicates();
    return out;
}

/// As the panel's editor of the field makes it of a text.
Value edited(const FieldSpec &spec, const QString &text)
{
    if (spec.type == FieldType::StringList)
        return List{text};
    if (spec.type == FieldType::StringMap)
        return Map{{text, QStringLiteral("v")}};
    return parseFieldText(spec, text);
}

QString helmSays(const Helm &helm, const Map &properties, const Map &values)
{
    QTemporaryDir folder;
    const auto write = [&](const char *name, const QByteArray &bytes) {
        QFile file(folder.filePath(QString::fromLatin1(name)));
        return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
    };
    const Map schema{{QStringLiteral("$schema"), QStringLiteral("http://json-schema.org/schema#")},
                     {QStringLiteral("properties"), properties}};
    if (!write("Chart.yaml", "apiVersion: v2\nname: c\nversion: 0.1.0\n") ||
        !write("values.yaml", writeYaml(values)) || !write("values.schema.json", writeJson(schema)))
        return QStringLiteral("cannot write");
    const auto out = helm.render(folder.path(), QStringLiteral("r"), {});
    return out.ok() ? QString() : out.text();
}

} // namespace

// The schema takes and refuses what the panel does, field by field, for us and for helm.
class TestSchemaFields : public TestCase
{
    Q_OBJECT

private slots:
    void asThePanel_data();
    void asThePanel();
    void helmAgrees();
};

void TestSchemaFields::asThePanel_data()
{
    QTest::addColumn<const FieldSpec *>("spec");
    const Named fields = leavesOfManifests();
    QVERIFY(fields.size() > 150);
    for (const auto &[name, spec] : fields.asKeyValueRange())
        QTest::newRow(qPrintable(name)) << spec;
}

void TestSchemaFields::asThePanel()
{
    QFETCH(const FieldSpec *, spec);
    const Value schema = schema::ofField(*spec);
    int taken = 0;
    for (const QString &text : typed(*spec)) {
        const Value value = edited(*spec, text);
        if (value.isNull())
            continue;
        const QString panel = fieldProblem(*spec, value);
        const QStringList ours = schema::problems(schema, value);
        QVERIFY2(
            panel.isEmpty() == ours.isEmpty(),
            qPrintable(
                QStringLiteral("“%1”\npanel: %2\nschema: %3").arg(text, panel, ours.join(u'\n'))));
        taken += panel.isEmpty();
    }
    QVERIFY(taken > 0);
}

void TestSchemaFields::helmAgrees()
{
    Map take, taken, refuse, refused;
    for (const auto &[name, spec] : leavesOfManifests().asKeyValueRange()) {
        const Value schema = schema::ofField(*spec);
        List good, bad;
        for (const QString &text : typed(*spec)) {
            const Value value = edited(*spec, text);
            if (!value.isNull() && manifest::helmReads(value))
                (fieldProblem(*spec, value).isEmpty() ? good : bad).append(value);
        }
        const auto each = [](const Value &s) { return Map{{QStringLiteral("items"), s}}; };
        take.set(name, each(schema));
        taken.set(name, good);
        refuse.set(name, each(Map{{QStringLiteral("not"), schema}}));
        refused.set(name, bad);
    }
    for (const Helm *helm : Helm::both()) {
        QVERIFY_HELM(*helm);
        const QString refuses = helmSays(*helm, take, taken);
        QVERIFY2(refuses.isEmpty(), qPrintable(refuses));
        const QString takes = helmSays(*helm, refuse, refused);
        QVERIFY2(takes.isEmpty(), qPrintable(takes));
        // It does look.
        QVERIFY(!helmSays(*helm, refuse, taken).isEmpty());
    }
}

CHARTWRIGHT_TEST(TestSchemaFields)
#include "test_schema_fields.moc"
