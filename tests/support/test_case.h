// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QObject>
#include <QRegularExpression>
#include <QtTest/QtTest>
#include <memory>

// The base of all test classes. A test fails on any warning that it did not announce with
// QTest::ignoreMessage(QtWarningMsg, …). A class that needs an init() of its own calls
// TestCase::init() first.
class TestCase : public QObject
{
    Q_OBJECT

protected slots:
    // A slot that is not private is not run as a test function; init() is found by name.
    virtual void init()
    {
        // What the platform plug-in of a test run without a display cannot do is no fault of ours.
        QTest::failOnWarning(QRegularExpression(
            QStringLiteral("\\A(?!This plugin does not support propagateSizeHints)")));
    }
};

namespace chartwright_test {
using Factory = std::unique_ptr<QObject> (*)();
// Called before main by CHARTWRIGHT_TEST; the order is that of the source files.
bool add(const char *className, Factory factory);
template <typename Test> std::unique_ptr<QObject> make() { return std::make_unique<Test>(); }
} // namespace chartwright_test

// At the end of a .cpp, once for each test class; write `#include "file.moc"` after it.
#define CHARTWRIGHT_TEST(ClassName)                                                                \
    [[maybe_unused]] static const bool chartwrightTest##ClassName =                                \
        chartwright_test::add(#ClassName, &chartwright_test::make<ClassName>);
