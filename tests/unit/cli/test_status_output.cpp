// SPDX-License-Identifier: Apache-2.0
#include "cli/status_output.h"
#include "support/test_case.h"

#include <QBuffer>

using namespace chartwright;
using namespace Qt::StringLiterals;

class StatusOutputTest : public TestCase
{
    Q_OBJECT

private slots:
    void eventsOfGonePods();
    void whatIsNotWell();
};

namespace {

LiveEvent warningOf(const QString &about, const QString &message)
{
    LiveEvent event;
    event.isWarning = true;
    event.reason = u"Failed"_s;
    event.message = message;
    event.about = about;
    return event;
}

cli::ObjectStatus deployment(Health health)
{
    cli::ObjectStatus out;
    out.ref = {u"apps"_s, u"Deployment"_s, u"default"_s, u"web"_s};
    out.state.isKnown = out.state.isThere = true;
    out.state.health = health;
    out.state.word = u"1/2 Progressing"_s;
    LivePod pod;
    pod.name = u"web-2"_s;
    out.state.pods.append(pod);
    return out;
}

} // namespace

/// They are kept for an hour, by when another pod is in their place.
void StatusOutputTest::eventsOfGonePods()
{
    cli::ObjectStatus object = deployment(Health::Waiting);
    object.state.events = {warningOf(u"Pod web-1"_s, u"gone"_s),
                           warningOf(u"Pod web-2"_s, u"here"_s),
                           warningOf(u"ReplicaSet web"_s, u"quota"_s)};
    QStringList before;
    const QString told = cli::newLines(object, before).join(u'\n');
    QVERIFY2(told.contains(u"here") && told.contains(u"quota"), qPrintable(told));
    QVERIFY2(!told.contains(u"gone"), qPrintable(told));
}

void StatusOutputTest::whatIsNotWell()
{
    cli::ObjectStatus bad = deployment(Health::Bad);
    bad.state.message = u"its pods do not start"_s;
    bad.state.advice = u"The image web:9 cannot be pulled."_s;
    QBuffer in, out, err;
    for (QBuffer *buffer : {&in, &out, &err})
        buffer->open(QIODevice::ReadWrite);
    cli::Console console(in, out, err);
    cli::tellUnwell({deployment(Health::Good), bad}, console);
    console.flush();
    QCOMPARE(err.data(), "  Deployment web: 1/2 Progressing. The image web:9 cannot be pulled.\n");
}

CHARTWRIGHT_TEST(StatusOutputTest)
#include "test_status_output.moc"
