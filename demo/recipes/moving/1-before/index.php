<?php require './common.php'; ?>
<html lang="ko">
<head>
<title>강의 목록</title>
<script>
function openOtp(no) {
    window.open('otp_popup.php?no=' + no, 'otp', 'width=420,height=320');
}
</script>
</head>
<body>
<h1>강의 목록</h1>
<?php foreach (array(1, 2, 9) as $no) { ?>
<p><a href="javascript:openOtp(<?= $no ?>)"><?= $no ?>차시</a></p>
<?php } ?>
<form name="go" method="post" action="lesson.php">
<input type="hidden" name="no">
<input type="hidden" name="verified">
</form>
</body>
</html>
