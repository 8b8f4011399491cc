// SPDX-License-Identifier: Apache-2.0
#include "support/test_case.h"

#include <QFileInfo>
#include <QLocale>
#include <QStandardPaths>
#include <algorithm>
#include <cstdio>
#include <vector>
#ifdef CHARTWRIGHT_GUI_TEST
#include <QApplication>
using TestApplication = QApplication;
#else
#include <QCoreApplication>
using TestApplication = QCoreApplication;
#endif

namespace {
struct Entry
{
    const char *className;
    chartwright_test::Factory factory;
};

// A function's static: the tests register themselves before main, in an order that is not ours.
std::vector<Entry> &entries()
{
    static std::vector<Entry> list;
    return list;
}

bool hasFunction(const QObject &test, const QString &argument)
{
    const QByteArray name = argument.section(u':', 0, 0).toLatin1();
    return test.metaObject()->indexOfMethod(name + "()") >= 0;
}

// QTest takes a function that a class does not have for a mistake, and each class would
// overwrite the file of `-o`.
QStringList argumentsFor(const QObject &test, const char *className, QStringList arguments,
                         const QStringList &functions)
{
    arguments.removeIf([&](const QString &argument) {
        return functions.contains(argument) && !hasFunction(test, argument);
    });
    const qsizetype output = arguments.indexOf(QStringLiteral("-o"));
    if (entries().size() > 1 && output > 0 && output + 1 < arguments.size() &&
        !arguments[output + 1].startsWith(u'-')) {
        QString &file = arguments[output + 1];
        file.insert(file.lastIndexOf(u'/') + 1, QLatin1String(className) + u'-');
    }
    return arguments;
}
} // namespace

bool chartwright_test::add(const char *className, Factory factory)
{
    entries().push_back({className, factory});
    return true;
}

// The arguments are those of QTest; function names run where they exist.
int main(int argc, char *argv[])
{
    // Tests compare texts and must not touch the settings of the person who runs them.
    qputenv("LC_ALL", "C.UTF-8");
    qputenv("LANGUAGE", "");
    QLocale::setDefault(QLocale::c());
    QStandardPaths::setTestModeEnabled(true);
    // Nor ask their keychain; tests of keychains have a session of their own.
    if (!qEnvironmentVariableIsSet("CHARTWRIGHT_TEST_SESSION"))
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/chartwright");
    TestApplication application(argc, argv);
    QCoreApplication::setOrganizationName(QStringLiteral("chartwright-tests"));
    QCoreApplication::setApplicationName(QFileInfo(application.applicationFilePath()).fileName());

    const QStringList arguments = QCoreApplication::arguments();
    std::vector<std::unique_ptr<QObject>> tests;
    tests.reserve(entries().size());
    for (const Entry &entry : entries()) {
        tests.push_back(entry.factory());
    }
    QStringList functions;
    for (const QString &argument : arguments) {
        if (std::any_of(tests.begin(), tests.end(),
                        [&](const auto &test) { return hasFunction(*test, argument); })) {
            functions.append(argument);
        }
    }
    int failures = 0;
    int ran = 0;
    for (std::size_t i = 0; i < tests.size(); ++i) {
        const auto test = std::move(tests[i]); // gone before the next one runs
        if (!functions.isEmpty() &&
            std::none_of(functions.begin(), functions.end(),
                         [&](const QString &name) { return hasFunction(*test, name); })) {
            continue;
        }
        ++ran;
        failures += QTest::qExec(test.get(),
                                 argumentsFor(*test, entries()[i].className, arguments, functions));
    }
    if (ran == 0) {
        std::fprintf(stderr, "No test class here: is CHARTWRIGHT_TEST(ClassName) missing?\n");
        return 1;
    }
    return std::min(failures, 125);
}

#include "moc_test_case.cpp"
