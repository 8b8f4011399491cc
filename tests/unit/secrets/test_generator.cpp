// SPDX-License-Identifier: Apache-2.0
#include "secrets/generator.h"
#include "support/result_check.h"
#include "support/test_case.h"

#include <cmath>

using namespace chartwright;

class GeneratorTest : public TestCase
{
    Q_OBJECT

private slots:
    void lettersAndLength();
    void everyLetterIsAsLikely();
    void whatComesOutDecodes();
    void refusals();
    void bits();
};

void GeneratorTest::lettersAndLength()
{
    for (const Alphabet alphabet :
         {Alphabet::Alphanumeric, Alphabet::Hex, Alphabet::Base64, Alphabet::UrlSafe}) {
        const QByteArray letters = lettersOf(alphabet);
        for (const int length : {1, 7, 32, 4096}) {
            const auto value = generate(length, alphabet);
            QVERIFY_RESULT(value);
            QCOMPARE(value->size(), length);
            for (const char c : value->view())
                QVERIFY(letters.contains(c));
        }
    }
    const auto a = generate(32, Alphabet::Hex), b = generate(32, Alphabet::Hex);
    QVERIFY(!a->equals(*b));
}

// 62 and 3 do not divide 2^32: a bias of the modulo would be too small to see, so a generator with
// few letters and many draws is held against chi-square's 99.9999 %.
void GeneratorTest::everyLetterIsAsLikely()
{
    for (const QByteArray &letters : {QByteArray("abc"), lettersOf(Alphabet::Alphanumeric)}) {
        std::array<double, 256> count{};
        double all = 0;
        for (int i = 0; i < 50; ++i) {
            const auto value = generate(4096, letters);
            QVERIFY_RESULT(value);
            for (const char c : value->view())
                ++count[uchar(c)];
            all += double(value->size());
        }
        const double expected = all / double(letters.size());
        double chi = 0;
        for (const char c : letters)
            chi += std::pow(count[uchar(c)] - expected, 2) / expected;
        const double freedom = double(letters.size() - 1);
        QVERIFY2(chi < freedom + 7 * std::sqrt(2 * freedom) + 15, qPrintable(QString::number(chi)));
    }
}

void GeneratorTest::whatComesOutDecodes()
{
    const auto base64 = generate(44, Alphabet::Base64);
    QCOMPARE(QByteArray::fromBase64(base64->view().toByteArray(),
                                    QByteArray::AbortOnBase64DecodingErrors)
                 .size(),
             33);
    const auto hex = generate(64, Alphabet::Hex);
    QCOMPARE(QByteArray::fromHex(hex->view().toByteArray()).size(), 32);
}

void GeneratorTest::refusals()
{
    QVERIFY_ERROR(generate(0, Alphabet::Hex), QStringLiteral("from 1 to 4096"));
    QVERIFY_ERROR(generate(4097, Alphabet::Hex), QStringLiteral("from 1 to 4096"));
    QVERIFY_ERROR(generate(8, QByteArray()), QStringLiteral("two different"));
    QVERIFY_ERROR(generate(8, QByteArray("aaaa")), QStringLiteral("two different"));
    QVERIFY_ERROR(generate(8, QByteArray("ab\n")), QStringLiteral("ASCII"));
    QVERIFY_ERROR(generate(8, QByteArray("aä")), QStringLiteral("ASCII"));
    QVERIFY_RESULT(generate(8, QByteArray("aab !~")));
}

void GeneratorTest::bits()
{
    QCOMPARE(bitsOf(32, lettersOf(Alphabet::Hex)), 128.0);
    QCOMPARE(bitsOf(10, QByteArray("aaabbb")), 10.0);
    QCOMPARE(bitsOf(10, QByteArray("a")), 0.0);
}

CHARTWRIGHT_TEST(GeneratorTest)
#include "test_generator.moc"
