// SPDX-License-Identifier: Apache-2.0
#include "base/on_worker.h"
#include "support/test_case.h"

using namespace chartwright;

class OnWorkerTest : public TestCase
{
    Q_OBJECT

private slots:
    void eachIsDoneOnceAndLater();
    void nothingIsDoneForWhatIsGone();
};

void OnWorkerTest::eachIsDoneOnceAndLater()
{
    // Some end while they are being started.
    constexpr int Many = 50'000;
    int done = 0, early = 0;
    qint64 sum = 0;
    bool isStarting = false;
    for (int i = 0; i < Many; ++i) {
        isStarting = true;
        onWorker(
            this, [i] { return i; },
            [&](int result) {
                early += isStarting ? 1 : 0;
                ++done;
                sum += result;
            });
        isStarting = false;
        if (i % 100 == 0)
            QCoreApplication::processEvents();
    }
    QTRY_VERIFY_WITH_TIMEOUT(done >= Many, 60'000);
    QCoreApplication::processEvents();
    QCOMPARE(done, Many);
    QCOMPARE(sum, qint64(Many) * (Many - 1) / 2);
    QCOMPARE(early, 0);
}

void OnWorkerTest::nothingIsDoneForWhatIsGone()
{
    bool isDone = false;
    {
        QObject context;
        onWorker(
            &context, [] { return 1; }, [&](int) { isDone = true; });
    }
    QThreadPool::globalInstance()->waitForDone();
    QCoreApplication::processEvents();
    QVERIFY(!isDone);
}

CHARTWRIGHT_TEST(OnWorkerTest)
#include "test_on_worker.moc"
