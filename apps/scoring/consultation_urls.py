"""Addresses of Lấy ý kiến dự thảo bảng tiêu chí."""

from django.urls import path

from apps.scoring.views import consultation_answers as answers
from apps.scoring.views import consultation_replies as replies
from apps.scoring.views import consultation_sending as sending
from apps.scoring.views import consultations as rounds

app_name = "consultations"
urlpatterns = [
    path("", rounds.ConsultationListView.as_view(), name="consultation-list"),
    path("sets/<int:pk>/open/", rounds.OpenView.as_view(), name="open"),
    path("<int:pk>/", rounds.ConsultationView.as_view(), name="consultation-detail"),
    path("<int:pk>/draft/", rounds.DraftView.as_view(), name="draft"),
    path("<int:pk>/changes/", rounds.ChangesView.as_view(), name="changes"),
    path("<int:pk>/deadline/", rounds.DeadlineView.as_view(), name="deadline"),
    path("<int:pk>/close/", rounds.CloseView.as_view(), name="close"),
    path("<int:pk>/comments/", answers.CommentListView.as_view(), name="comment-list"),
    path("<int:pk>/comments/answer/", answers.AnswerManyView.as_view(), name="answer-many"),
    path("comments/<int:pk>/answer/", answers.AnswerView.as_view(), name="answer"),
    path("<int:pk>/units/<int:unit_id>/start/", replies.StartView.as_view(), name="reply-start"),
    path("replies/<int:pk>/", replies.ReplyView.as_view(), name="reply-detail"),
    path("replies/<int:pk>/statement/", replies.StatementView.as_view(), name="reply-statement"),
    path("replies/<int:pk>/comments/add/", replies.CommentAddView.as_view(), name="comment-add"),
    path("replies/<int:pk>/comments/<int:comment_id>/", replies.CommentChangeView.as_view(), name="comment-change"),
    path(
        "replies/<int:pk>/comments/<int:comment_id>/remove/", replies.CommentRemoveView.as_view(), name="comment-remove"
    ),
    path("replies/<int:pk>/amend/", sending.AmendView.as_view(), name="reply-amend"),
    path("replies/<int:pk>/check/", sending.CheckView.as_view(), name="reply-check"),
    path("replies/<int:pk>/confirm/", sending.ConfirmView.as_view(), name="reply-confirm"),
    path("replies/<int:pk>/to-leader/", sending.ToLeaderView.as_view(), name="reply-to-leader"),
    path("replies/<int:pk>/to-officer/", sending.ReturnInsideView.as_view(), name="reply-to-officer"),
    path("replies/<int:pk>/printed/", sending.PrintedView.as_view(), name="reply-printed"),
    path("replies/<int:pk>/print/", sending.PrintView.as_view(), name="reply-print"),
    path("replies/<int:pk>/sign/", sending.SignView.as_view(), name="reply-sign"),
    path("replies/<int:pk>/signed-copy/", sending.SignedCopyView.as_view(), name="reply-signed-copy"),
    path("replies/<int:pk>/paper/", sending.PaperReceiveView.as_view(), name="paper-receive"),
    path("replies/<int:pk>/receipt/", sending.ReceiptView.as_view(), name="reply-receipt"),
]
