// SPDX-License-Identifier: Apache-2.0
#include "base/value_id.h"
#include "secrets/generator.h"
#include "secrets/secret_value.h"
#include "secrets/value_key.h"
#include "support/result_check.h"
#include "support/test_case.h"

#include <atomic>
#include <cstdlib>
#include <cstring>
#include <malloc.h>
#include <new>
#include <sys/prctl.h>
#include <sys/resource.h>

// Every block that this program frees by delete[] is looked through for a planted text, since
// memory cannot be looked at any more afterwards.
namespace {
constexpr char Canary[] = "wiped-or-not";
std::atomic<int> blocks = 0;
std::atomic<int> found = 0;

void lookThrough(void *block) noexcept
{
    if (!block)
        return;
    ++blocks;
    if (::memmem(block, ::malloc_usable_size(block), Canary, sizeof(Canary) - 1))
        ++found;
}
} // namespace

void *operator new[](std::size_t size)
{
    if (void *block = std::malloc(size > 0 ? size : 1))
        return block;
    throw std::bad_alloc();
}

void operator delete[](void *block) noexcept
{
    lookThrough(block);
    std::free(block);
}

void operator delete[](void *block, std::size_t) noexcept
{
    lookThrough(block);
    std::free(block);
}

using namespace chartwright;

static_assert(!std::is_copy_constructible_v<SecretValue> &&
              !std::is_copy_assignable_v<SecretValue>);
static_assert(std::is_nothrow_move_constructible_v<SecretValue> &&
              std::is_nothrow_move_assignable_v<SecretValue>);
static_assert(!std::is_convertible_v<SecretValue, QByteArray> &&
              !std::is_convertible_v<SecretValue, QString> &&
              !std::is_convertible_v<SecretValue, QVariant> &&
              !std::is_constructible_v<QVariant, SecretValue>);
// An accident that compiles: a text that becomes a secret unseen, and is never wiped itself.
static_assert(!std::is_convertible_v<QByteArray, SecretValue> &&
              !std::is_convertible_v<QString, SecretValue>);

template <class T>
concept Printable = requires(QDebug debug, const T &value)
{
    debug << value;
};
static_assert(Printable<QString> && !Printable<SecretValue>);

class SecretValueTest : public TestCase
{
    Q_OBJECT

private slots:
    void firstValueTurnsDumpsOff(); // has to be the first
    void freedMemoryIsWiped();
    void sharedCopiesAreWiped();
    void moves();
    void comparesAndClones();
    void bufferGrows();
    void ids();
};

void SecretValueTest::firstValueTurnsDumpsOff()
{
    rlimit limit{};
    QCOMPARE(::getrlimit(RLIMIT_CORE, &limit), 0);
    const rlim_t most = limit.rlim_max;
    limit.rlim_cur = most;
    QCOMPARE(::setrlimit(RLIMIT_CORE, &limit), 0);

    const SecretValue empty;
    const SecretValue emptyToo{QByteArrayView()};
    QVERIFY(!areCoreDumpsOff());
    QCOMPARE(::prctl(PR_GET_DUMPABLE), 1);

    {
        const SecretValue value(QByteArrayView("x"));
        QVERIFY(areCoreDumpsOff());
    }
    QVERIFY(areCoreDumpsOff()); // for good
    QCOMPARE(::prctl(PR_GET_DUMPABLE), 0);
    QCOMPARE(::getrlimit(RLIMIT_CORE, &limit), 0);
    QCOMPARE(limit.rlim_cur, rlim_t(0));
    QCOMPARE(limit.rlim_max, most); // a child may want to dump
}

void SecretValueTest::freedMemoryIsWiped()
{
    found = 0;
    char *volatile plain = new char[sizeof(Canary)]; // else the compiler makes do without
    std::memcpy(plain, Canary, sizeof(Canary));
    delete[] plain;
    QCOMPARE(int(found), 1); // the trap works

    found = blocks = 0;
    {
        SecretValue value{QByteArrayView(Canary)};
        const SecretValue clone = value.clone();
        SecretValue moved = std::move(value);
        moved = SecretValue(QByteArrayView(Canary)); // what it held goes
        moved.clear();
        SecretBuffer buffer;
        for (int i = 0; i < 100; ++i)
            buffer.append(Canary);
        const SecretValue taken = buffer.take();
        QCOMPARE(taken.size(), 1200);
    }
    QVERIFY(blocks >= 6);
    QCOMPARE(int(found), 0);
}

void SecretValueTest::sharedCopiesAreWiped()
{
    QByteArray bytes = QByteArray("of-somebody-") + QByteArray::number(7);
    const QByteArray shared = bytes;
    const SecretValue fromBytes = SecretValue::take(bytes);
    QCOMPARE(fromBytes.view(), QByteArrayView("of-somebody-7"));
    QVERIFY(bytes.isEmpty());
    QCOMPARE(shared, QByteArray(13, '\0'));

    QString text = QStringLiteral("grün-%1").arg(7);
    const QString sharedText = text;
    const SecretValue fromText = SecretValue::take(text);
    QCOMPARE(fromText.view(), QByteArrayView("grün-7"));
    QVERIFY(text.isEmpty());
    QCOMPARE(sharedText, QString(6, QChar(u'\0')));

    QByteArray literal = QByteArrayLiteral("in the program's own memory"); // is not written to
    QCOMPARE(SecretValue::take(literal).size(), 27);
    QString literalText = QStringLiteral("also");
    QCOMPARE(SecretValue::take(literalText).size(), 4);
}

void SecretValueTest::moves()
{
    SecretValue a(QByteArrayView("one"));
    SecretValue b = std::move(a);
    QVERIFY(a.isEmpty() && a.view().isEmpty()); // NOLINT(bugprone-use-after-move)
    QCOMPARE(b.view(), QByteArrayView("one"));
    auto &self = b;
    b = std::move(self);
    QCOMPARE(b.size(), 3);
}

void SecretValueTest::comparesAndClones()
{
    const SecretValue a(QByteArrayView("one\0two", 7));
    QVERIFY(a.equals(a.clone()));
    QVERIFY(!a.equals(SecretValue(QByteArrayView("one\0twO", 7))));
    QVERIFY(!a.equals(SecretValue(QByteArrayView("one"))));
    QVERIFY(SecretValue().equals(SecretValue().clone()));
}

void SecretValueTest::bufferGrows()
{
    SecretBuffer buffer;
    QByteArray expected;
    for (int i = 0; i < 1000; ++i) {
        buffer.append(char(i));
        expected.append(char(i));
    }
    buffer.append(buffer.view()); // from itself, while it moves
    QCOMPARE(buffer.take().view(), QByteArrayView(expected + expected));
    QCOMPARE(buffer.size(), 0);
    QVERIFY(buffer.take().isEmpty());
}

void SecretValueTest::ids()
{
    QSet<QString> seen;
    for (int i = 0; i < 10'000; ++i) {
        const QString id = newValueId();
        QVERIFY2(isValueId(id), qPrintable(id));
        seen.insert(id);
    }
    QVERIFY(seen.size() > 9'990);
    QVERIFY(isValueId(u"v7k2q9xm"));
    for (const auto *no : {u"", u"v", u"v7k2q9x", u"v7k2q9xmm", u"x7k2q9xm", u"v7K2q9xm",
                           u"v0k2q9xm", u"v7k2q9x\u00e4"})
        QVERIFY(!isValueId(no));
    QCOMPARE((ValueKey{QStringLiteral("v7k2q9xm"), {}}).text(), QStringLiteral("v7k2q9xm"));
    QCOMPARE((ValueKey{QStringLiteral("v7k2q9xm"), QStringLiteral("prod")}).text(),
             QStringLiteral("v7k2q9xm@prod"));
}

CHARTWRIGHT_TEST(SecretValueTest)
#include "test_secret_value.moc"
