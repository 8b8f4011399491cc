// SPDX-License-Identifier: Apache-2.0
#include "app/log.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QMutex>
#include <QStandardPaths>
#include <atomic>

using namespace Qt::StringLiterals;

namespace chartwright {

Q_LOGGING_CATEGORY(appLog, "chartwright.app")

namespace {

constexpr qint64 MaxSize = 1024ll * 1024;
constexpr int MaxFiles = 3;

struct Log
{
    QMutex mutex;
    QFile file;
    std::atomic<Settings::LogLevel> level = Settings::LogLevel::Info;
    QtMessageHandler previous = nullptr;
};

/// Never destroyed: messages come until the very end.
Log &theLog()
{
    static auto *log = new Log;
    return *log;
}

QString fileName(int age)
{
    return logFolder() + (age == 0 ? u"/chartwright.log"_s : u"/chartwright.%1.log"_s.arg(age));
}

void rotate(Log &log)
{
    log.file.close();
    QFile::remove(fileName(MaxFiles - 1));
    for (int age = MaxFiles - 2; age >= 0; --age)
        QFile::rename(fileName(age), fileName(age + 1));
    [[maybe_unused]] const bool opened = log.file.open(QIODevice::WriteOnly | QIODevice::Append);
}

Settings::LogLevel levelOf(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return Settings::LogLevel::Debug;
    case QtInfoMsg:
        return Settings::LogLevel::Info;
    case QtWarningMsg:
        return Settings::LogLevel::Warning;
    default:
        return Settings::LogLevel::Error;
    }
}

void handle(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    static constexpr const char *names[] = {"error", "warning", "info", "debug"};
    Log &log = theLog();
    const Settings::LogLevel level = levelOf(type);
    if (level <= log.level.load()) {
        const QMutexLocker lock(&log.mutex);
        if (log.file.isOpen()) {
            if (log.file.size() > MaxSize)
                rotate(log);
            const QString line = u"%1 %2 %3: %4\n"_s.arg(
                QDateTime::currentDateTime().toString(Qt::ISODateWithMs),
                QLatin1String(names[int(level)]), QLatin1String(context.category), message);
            log.file.write(line.toUtf8());
            log.file.flush();
        }
    }
    // What only the log asked for does not clutter a terminal.
    if (log.previous && level <= Settings::LogLevel::Warning)
        log.previous(type, context, message);
}

} // namespace

QString logFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + u"/log"_s;
}

void startLog(Settings::LogLevel level)
{
    Log &log = theLog();
    setLogLevel(level);
    QDir().mkpath(logFolder());
    log.file.setFileName(fileName(0));
    [[maybe_unused]] const bool opened = log.file.open(QIODevice::WriteOnly | QIODevice::Append);
    log.previous = qInstallMessageHandler(handle);
}

void setLogLevel(Settings::LogLevel level)
{
    theLog().level = level;
    const bool debug = level == Settings::LogLevel::Debug;
    QLoggingCategory::setFilterRules(
        u"chartwright.*.debug=%1"_s.arg(debug ? u"true"_s : u"false"_s));
}

} // namespace chartwright
