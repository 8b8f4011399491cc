// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QString>
#include <QtTest/QtTest>

namespace chartwright_test {
template <typename ResultT> QByteArray resultMessage(const char *expression, const ResultT &result)
{
    if (result.has_value()) {
        return {};
    }
    return QByteArray(expression) + " failed: " + result.error().text().toUtf8();
}

template <typename ResultT> QByteArray noErrorMessage(const char *expression, const ResultT &result)
{
    return result.has_value() ? QByteArray(expression) + " succeeded, an error was expected"
                              : QByteArray();
}
} // namespace chartwright_test

// Evaluates the expression once; on an error the test fails with the error's own words.
#define QVERIFY_RESULT(expression)                                                                 \
    do {                                                                                           \
        const auto &chartwrightResult = (expression);                                              \
        QVERIFY2(chartwrightResult.has_value(),                                                    \
                 chartwright_test::resultMessage(#expression, chartwrightResult).constData());     \
    } while (false)

// The opposite: the expression has to give an error whose text holds `part` (a QString).
#define QVERIFY_ERROR(expression, part)                                                            \
    do {                                                                                           \
        const auto &chartwrightResult = (expression);                                              \
        QVERIFY2(!chartwrightResult.has_value(),                                                   \
                 chartwright_test::noErrorMessage(#expression, chartwrightResult).constData());    \
        const QString chartwrightText = chartwrightResult.error().text();                          \
        QVERIFY2(chartwrightText.contains(part), qPrintable(chartwrightText));                     \
    } while (false)
