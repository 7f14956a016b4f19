<?php
// The pages of this site and its roster are in EUC-KR, this file too.
session_start();
header('Content-Type: text/html; charset=euc-kr');
$member = array('id' => 'learner-1', 'name' => '±èÇÏ³ª', 'tel' => '010-0000-1234', 'course' => 'SAFETY', 'class' => 'SAFETY,2026-1');
