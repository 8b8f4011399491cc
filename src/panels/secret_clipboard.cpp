// SPDX-License-Identifier: Apache-2.0
#include "panels/secret_clipboard.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>
#include <QPointer>
#include <QTimer>

namespace chartwright {
namespace {

constexpr QLatin1StringView Text("text/plain");
/// Of KDE; other clipboard managers heed it too.
constexpr QLatin1StringView Hint("x-kde-passwordManagerHint");

/// Hands the value out when somebody pastes it, and wipes it when it goes.
class SecretMime : public QMimeData
{
public:
    explicit SecretMime(SecretValue value) : m_value(std::move(value)) {}

    bool hasFormat(const QString &type) const override { return formats().contains(type); }
    QStringList formats() const override { return {Text, Hint}; }

protected:
    QVariant retrieveData(const QString &type, QMetaType) const override
    {
        if (type == Hint)
            return QByteArray("secret");
        return type == Text ? QVariant(QString::fromUtf8(m_value.view())) : QVariant();
    }

private:
    SecretValue m_value;
};

} // namespace

void copySecret(SecretValue value)
{
    auto *mime = new SecretMime(std::move(value));
    // The clipboard deletes it as soon as anything else is copied.
    const auto clear = [mime = QPointer(mime)] {
        if (mime)
            QGuiApplication::clipboard()->clear();
    };
    QGuiApplication::clipboard()->setMimeData(mime);
    QTimer::singleShot(ClipboardTime, mime, clear);
    QObject::connect(qGuiApp, &QCoreApplication::aboutToQuit, mime, clear);
}

} // namespace chartwright
