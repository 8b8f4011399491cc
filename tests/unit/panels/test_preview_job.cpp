// SPDX-License-Identifier: Apache-2.0
#include "panels/preview_job.h"
#include "support/test_case.h"
#include "support/topology_generator.h"

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

class TestPreviewJob : public TestCase
{
    Q_OBJECT

private slots:
    void setTextsAreTakenApart();
    void numbersBecomeTexts();
    void templatesBelongToResources();
};

void TestPreviewJob::setTextsAreTakenApart()
{
    QCOMPARE(setsOf(u"--set a=1 --set b=2,c=3"_s), QList<SetOption>({{u"a=1"_s}, {u"b=2,c=3"_s}}));
    QCOMPARE(setsOf(u"a=1 --set-string b=2 --set c=3"_s),
             QList<SetOption>({{u"a=1"_s}, {u"b=2"_s, true}, {u"c=3"_s}}));
    QCOMPARE(setsOf(u"a.b=x y"_s), QList<SetOption>{{u"a.b=x y"_s}});
    QVERIFY(setsOf(u"--set "_s).isEmpty());
}

// What the refusal of a number tells to do can be done in the box.
void TestPreviewJob::numbersBecomeTexts()
{
    PreviewRequest request{todoApp(), true, {}, u"backend.image.tag=123"_s, false, {}};
    const PreviewResult refused = makePreview(request);
    QVERIFY(refused.error && refused.error->text().contains(u"--set-string"_s));
    request.set.prepend(u"--set-string "_s);
    const PreviewResult taken = makePreview(request);
    QVERIFY(!taken.error && !taken.items.isEmpty());
    QVERIFY(taken.items.first().text.contains("todo-backend:123"));
}

// Also those that render nothing without values, as a Secret's.
void TestPreviewJob::templatesBelongToResources()
{
    int templates = 0;
    for (const PreviewItem &item : makePreview({todoApp(), false, {}, {}, false, {}}).items) {
        if (!item.name.startsWith(u"templates/"_s) || !item.name.endsWith(u".yaml"_s) ||
            item.name.contains(u"/tests/"_s))
            continue;
        ++templates;
        QVERIFY2(!item.resource.isEmpty(), qPrintable(item.name));
    }
    QCOMPARE(templates, 7);
}

CHARTWRIGHT_TEST(TestPreviewJob)
#include "test_preview_job.moc"
