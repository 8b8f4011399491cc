// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QDrag>
#include <QLabel>
#include <QMimeData>
#include <QScreen>
#include <QUrl>

namespace chartwright_test {

// Another program's window, as a file manager: what is pulled out of it is files. Stands on top, in
// the bottom right corner of the screen.
class FileIcon : public QLabel
{
public:
    explicit FileIcon(const QStringList &paths) : QLabel(QStringLiteral("files")), m_paths(paths)
    {
        setWindowFlags(Qt::Window | Qt::WindowStaysOnTopHint | Qt::FramelessWindowHint);
        const QRect room = screen()->geometry();
        setGeometry(room.right() - 90, room.bottom() - 50, 80, 40);
    }

protected:
    void mouseMoveEvent(QMouseEvent *) override
    {
        if (std::exchange(m_dragging, true))
            return;
        QList<QUrl> urls;
        for (const QString &path : std::as_const(m_paths))
            urls.append(QUrl::fromLocalFile(path));
        auto *data = new QMimeData;
        data->setUrls(urls);
        auto *drag = new QDrag(this);
        drag->setMimeData(data);
        drag->exec(Qt::CopyAction);
    }

private:
    QStringList m_paths;
    bool m_dragging = false;
};

} // namespace chartwright_test
