// SPDX-License-Identifier: Apache-2.0
#include "app/guide_window.h"

#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QPushButton>
#include <QScreen>
#include <QTextBrowser>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

// A static library's resources are only linked in where they are asked for.
static void loadGuide() { Q_INIT_RESOURCE(guide); }

namespace chartwright {
namespace {

struct Guide
{
    Q_DECLARE_TR_FUNCTIONS(Guide)
};

constexpr int PictureWidth = 680;

class GuideBrowser : public QTextBrowser
{
public:
    using QTextBrowser::QTextBrowser;

    QVariant loadResource(int type, const QUrl &name) override
    {
        const QVariant found = QTextBrowser::loadResource(type, name);
        if (type != QTextDocument::ImageResource)
            return found;
        // The pictures are of whole windows, in few colours, which scaling would dither.
        QImage image = QImage::fromData(found.toByteArray())
                           .convertToFormat(QImage::Format_RGB32)
                           .scaledToWidth(qRound(PictureWidth * devicePixelRatioF()),
                                          Qt::SmoothTransformation);
        image.setDevicePixelRatio(devicePixelRatioF());
        return image;
    }
};

} // namespace

void showGuide(QWidget *parent)
{
    auto *window = parent->findChild<QDialog *>(u"guide"_s);
    if (!window) {
        loadGuide();
        window = new QDialog(parent);
        window->setObjectName(u"guide"_s);
        window->setAttribute(Qt::WA_DeleteOnClose);
        window->setWindowTitle(Guide::tr("User Guide"));
        auto *browser = new GuideBrowser(window);
        browser->setObjectName(u"guide:text"_s);
        browser->setFrameShape(QFrame::NoFrame);
        browser->setOpenExternalLinks(true);
        browser->document()->setDocumentMargin(16);
        browser->setSource(QUrl(u"qrc:/guide/guide.md"_s));
        auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, window);
        auto *back = buttons->addButton(Guide::tr("&Back"), QDialogButtonBox::ActionRole);
        back->setEnabled(false);
        back->setAutoDefault(false);
        auto *layout = new QVBoxLayout(window);
        layout->setContentsMargins(0, 0, 0, 8);
        layout->addWidget(browser);
        auto *line = new QHBoxLayout;
        line->setContentsMargins(8, 0, 8, 0);
        line->addWidget(buttons);
        layout->addLayout(line);
        QObject::connect(buttons, &QDialogButtonBox::rejected, window, &QDialog::reject);
        QObject::connect(back, &QPushButton::clicked, browser, &QTextBrowser::backward);
        QObject::connect(browser, &QTextBrowser::backwardAvailable, back, &QWidget::setEnabled);
        window->resize(
            QSize(PictureWidth + 80, 700).boundedTo(parent->screen()->availableSize() * 0.9));
        browser->setFocus();
    }
    window->show();
    window->raise();
    window->activateWindow();
}

} // namespace chartwright
