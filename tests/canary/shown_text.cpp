// SPDX-License-Identifier: Apache-2.0
#include "canary/shown_text.h"

#include <QAbstractItemView>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QMetaProperty>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QTabBar>
#include <QTreeWidget>
#include <memory>

using namespace Qt::StringLiterals;

namespace {

constexpr int OwnRoles = 32; ///< after Qt::UserRole

void add(QByteArray &out, const QVariant &value)
{
    if (value.metaType().id() == QMetaType::QByteArray)
        out += value.toByteArray() + '\n';
    else if (value.canConvert<QStringList>())
        out += value.toStringList().join(u'\n').toUtf8() + '\n';
    else if (value.canConvert<QString>())
        out += value.toString().toUtf8() + '\n';
}

void addProperties(QByteArray &out, const QObject *object)
{
    const QMetaObject *meta = object->metaObject();
    for (int i = 0; i < meta->propertyCount(); ++i) {
        const int type = meta->property(i).metaType().id();
        if (type == QMetaType::QString || type == QMetaType::QStringList ||
            type == QMetaType::QVariant || type == QMetaType::QUrl)
            add(out, meta->property(i).read(object));
    }
    for (const QByteArray &name : object->dynamicPropertyNames())
        add(out, object->property(name));
}

void addModel(QByteArray &out, const QAbstractItemModel *model, const QModelIndex &parent = {})
{
    for (int row = 0; row < model->rowCount(parent); ++row) {
        for (int column = 0; column < model->columnCount(parent); ++column) {
            const QModelIndex cell = model->index(row, column, parent);
            for (int role = 0; role < Qt::UserRole + OwnRoles; ++role) {
                if (role == Qt::UserRole - 1)
                    continue;
                if (role == 32) // Qt's own end well before UserRole
                    role = Qt::UserRole;
                add(out, model->data(cell, role));
            }
        }
        addModel(out, model, model->index(row, 0, parent));
    }
}

} // namespace

QByteArray shownText()
{
    QByteArray out;
    for (const QWidget *widget : QApplication::allWidgets()) {
        addProperties(out, widget);
        for (const QAction *action : widget->actions())
            addProperties(out, action);
        if (const auto *view = qobject_cast<const QAbstractItemView *>(widget);
            view && view->model())
            addModel(out, view->model());
        if (const auto *box = qobject_cast<const QComboBox *>(widget))
            addModel(out, box->model());
        if (const auto *tabs = qobject_cast<const QTabBar *>(widget)) {
            for (int i = 0; i < tabs->count(); ++i)
                out += (tabs->tabText(i) + u'\n' + tabs->tabToolTip(i) + u'\n').toUtf8();
        }
    }
    for (const auto mode : {QClipboard::Clipboard, QClipboard::Selection}) {
        const QMimeData *data = QApplication::clipboard()->mimeData(mode);
        for (const QString &format : data ? data->formats() : QStringList())
            out += data->data(format) + '\n';
    }
    return out;
}

void plantText(const QString &text, const std::function<void(const QString &place)> &look)
{
    const auto plant = [&](const QString &place, const auto &fill) {
        auto widget = fill();
        look(place);
    };
    plant(u"a label"_s, [&] { return std::make_unique<QLabel>(text); });
    plant(u"a tool tip"_s, [&] {
        auto label = std::make_unique<QLabel>();
        label->setToolTip(text);
        return label;
    });
    plant(u"a text"_s, [&] { return std::make_unique<QPlainTextEdit>(text); });
    plant(u"a list's own data"_s, [&] {
        auto list = std::make_unique<QTreeWidget>();
        auto *below = new QTreeWidgetItem(new QTreeWidgetItem(list.get(), {u"a"_s}), {u"b"_s});
        below->setData(0, Qt::UserRole + 3, text);
        return list;
    });
    plant(u"a choice"_s, [&] {
        auto box = std::make_unique<QComboBox>();
        box->addItem(text);
        return box;
    });
    plant(u"an action"_s, [&] {
        auto widget = std::make_unique<QWidget>();
        widget->addAction(new QAction(text, widget.get()));
        return widget;
    });
    QApplication::clipboard()->setText(text);
    look(u"the clipboard"_s);
    QApplication::clipboard()->clear();
}
